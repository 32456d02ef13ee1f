import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closest } from '@waybill/collection';
import { LocatedError, WaybillError } from '@waybill/errors';
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { stateFolder } from '../../platform/folders.ts';
import { COMMANDS } from '../keys/commands.ts';
import { findClash, type Keymap, keyLabel, parseKey } from '../keys/keymap.ts';
import { THEME_SETTINGS, type ThemeSetting } from '../theme/background.ts';

/** What somebody chose for the terminal UI. */
export interface Settings {
  readonly keymap: Keymap;
  /** Whether clicks and the wheel are for the UI, and no longer for the terminal. */
  readonly mouse: boolean;
  readonly theme: ThemeSetting;
  /** Whether the screen is plain lines, one after the other. */
  readonly screenReader: boolean;
}

const DEFAULTS: Settings = { keymap: new Map(), mouse: false, theme: 'auto', screenReader: false };

/** Fails at a place in the file. */
type Fail = (message: string, node: unknown, hint: string) => never;

/**
 * Reads what somebody chose, from the file that WAYBILL_CONFIG names or from `config.yaml` in the state folder.
 *
 * @throws {WaybillError} ERR_FILE_NOT_FOUND, ERR_YAML_SYNTAX, ERR_SCHEMA
 */
export async function loadSettings(env: NodeJS.ProcessEnv): Promise<Settings> {
  const file = env.WAYBILL_CONFIG || join(stateFolder(env), 'config.yaml');
  const text = await readConfig(file, Boolean(env.WAYBILL_CONFIG));
  return text === undefined ? DEFAULTS : parseSettings(text, file);
}

async function readConfig(file: string, isNamed: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (!isNamed && (cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new WaybillError('ERR_FILE_NOT_FOUND', `${file} cannot be read.`, {
      hint: 'Check the path in WAYBILL_CONFIG and the permissions of the file.',
      cause,
    });
  }
}

/** @throws {LocatedError} ERR_YAML_SYNTAX, ERR_SCHEMA */
export function parseSettings(text: string, file: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [error] = document.errors;
  if (error !== undefined) throw new LocatedError('ERR_YAML_SYNTAX', error.message, placeOf(error.pos[0]));
  const fail: Fail = (message, node, hint) => {
    throw new LocatedError('ERR_SCHEMA', message, placeOf((node as Node | null)?.range?.[0] ?? 0), { hint });
  };
  const root = document.contents;
  if (root === null) return DEFAULTS;
  if (!isMap(root)) return fail('The configuration is not a mapping.', root, 'Write `keys:` with commands below it.');
  return root.items.reduce((settings, pair) => readSetting(settings, pair, root, fail), DEFAULTS);
}

function readSetting(settings: Settings, { key, value }: Pair, root: Node, fail: Fail): Settings {
  const name = nameOf(key);
  switch (name) {
    case 'keys':
      return { ...settings, keymap: readKeymap(key, value, root, fail) };
    case 'mouse':
    case 'screenReader': {
      const isOn = isScalar(value) ? value.value : undefined;
      if (typeof isOn !== 'boolean')
        return fail(`${name}: this is neither true nor false.`, value ?? key, 'Write true.');
      return { ...settings, [name]: isOn };
    }
    case 'theme': {
      const theme = THEME_SETTINGS.find((each) => isScalar(value) && value.value === each);
      return { ...settings, theme: theme ?? fail('There is no such theme.', value ?? key, THEME_HINT) };
    }
    default:
      return fail(`There is no setting "${name}".`, key, 'There are `keys`, `mouse`, `theme` and `screenReader`.');
  }
}

const THEME_HINT = 'Write auto, dark or light.';

function readKeymap(key: unknown, value: unknown, root: Node, fail: Fail): Keymap {
  if (!isMap(value))
    return fail('`keys` is not a mapping.', value ?? key, 'Write a command and its keys on each line.');
  const keymap = new Map(value.items.map((pair) => readBinding(pair, fail)));
  const clash = findClash(COMMANDS, keymap);
  if (clash === undefined) return keymap;
  const [first, second] = clash.ids;
  const message = `\`${keyLabel(clash.key)}\` would mean two things: ${first} and ${second}.`;
  return fail(message, root, `Give one of them another key, such as \`${first}: []\` for none.`);
}

function readBinding({ key, value }: Pair, fail: Fail): [string, readonly string[]] {
  const id = nameOf(key);
  const ids = COMMANDS.map((command) => command.id);
  if (!ids.includes(id)) {
    const near = closest(id, ids);
    const hint = near === undefined ? 'docs/keys.md lists the commands.' : `Did you mean \`${near}\`?`;
    fail(`There is no command "${id}".`, key, hint);
  }
  const written = isSeq(value) ? value.items : [value];
  const keys = written.map((item) => {
    const parsed = isScalar(item) ? parseKey(String(item.value)) : undefined;
    return (
      parsed ?? fail(`${id}: this is no key.`, item ?? key, 'Write one character, or a name like enter or ctrl+s.')
    );
  });
  return [id, keys];
}

function nameOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : String(node);
}
