import { readFile } from 'node:fs/promises';
import { LocatedError } from '@waybill/errors';
import { fileHeadSchema } from '../schema/collection-schema.ts';
import { checkShape } from '../schema/problems.ts';
import { REQUEST_KEY } from '../schema/request-schema.ts';
import { parseYaml } from '../yaml/parse.ts';
import { isMapping, Place } from '../yaml/place.ts';
import { type Inherited, inherit, unknownBaseUrl } from './inheritance.ts';
import { type RequestDraft, readRequest } from './request.ts';
import { checkTemplates } from './templates.ts';

/** One file of a collection, read. */
export interface CollectionFile {
  readonly path: string;
  readonly name: string;
  readonly description: string | undefined;
  /** What its requests, and for a folder's own file everything below, inherit. */
  readonly inherited: Inherited;
  /** Prefix of its ids. */
  readonly prefix: string;
  /** Every key written, usable or not: a need may name it. */
  readonly keys: readonly string[];
  readonly drafts: readonly RequestDraft[];
  /** Grows when needs are resolved. */
  readonly problems: LocatedError[];
}

export interface FileOptions {
  /** Name when the file gives none. */
  readonly name: string;
  readonly prefix: string;
  readonly parent: Inherited;
  /** Whether it stands for its folder; such a file needs no requests. */
  readonly role: 'file' | 'folder';
}

/** Parses and checks the text of a collection file. Never throws. */
export function readCollectionFile(path: string, text: string, options: FileOptions): CollectionFile {
  const { source, problems: syntaxProblems } = parseYaml(path, text);
  const problems = [...syntaxProblems];
  const { prefix, role } = options;
  const unusable = unusableFile(path, options, problems);
  if (source === undefined) return unusable;
  const place = Place.root({ ...source, folder: options.parent.folder }, problems);
  if (place.value === null) {
    place.report('The file is empty.', 'Write at least `requests:` with a request below it.');
    return unusable;
  }
  const broken = checkShape(fileHeadSchema, place, 'The file');
  if (!isMapping(place.value)) return unusable;
  checkTemplates(source, problems);
  const readText = (key: string) => (broken.has(key) ? undefined : (place.at(key).value as string | undefined));
  const name = readText('name') ?? options.name;
  const own = inherit(options.parent, place, broken, `${role} ${name}`);
  const inherited = { ...own, trail: [...own.trail, name] };
  const requests = place.at('requests');
  checkRequests(requests, role);
  const drafts = requests.entries().flatMap(([key, request]) => {
    checkRequestKey(key, request);
    return readRequest(request, key, prefix + key, inherited) ?? [];
  });
  const keys = requests.entries().map(([key]) => key);
  return { path, name, description: readText('description'), inherited, prefix, keys, drafts, problems };
}

/** Reads a file; one that can not be read is a file with a problem. */
export async function loadCollectionFile(path: string, options: FileOptions): Promise<CollectionFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const location = { file: path, line: 1, column: 1 };
    const message = 'The file can not be read.';
    const problem = new LocatedError('ERR_FILE_UNREADABLE', message, location, {
      hint: 'Check its permissions.',
      cause,
    });
    return unusableFile(path, options, [problem]);
  }
  return readCollectionFile(path, text, options);
}

function unusableFile(path: string, { name, prefix, parent }: FileOptions, problems: LocatedError[]): CollectionFile {
  const baseUrl = unknownBaseUrl({ file: path, line: 1, column: 1 });
  const inherited = { ...parent, trail: [...parent.trail, name], baseUrl };
  return { path, name, description: undefined, inherited, prefix, keys: [], drafts: [], problems };
}

function checkRequests(place: Place, role: FileOptions['role']): void {
  const { value } = place;
  if (isMapping(value) || (role === 'folder' && value === undefined)) return;
  if (value === undefined) {
    place.report('The file has no `requests`.', 'Add `requests:` and below it a key for each request.');
  } else if (Array.isArray(value)) {
    const hint = 'Give each request a key instead of a dash: `first-workspace:` and its content indented below.';
    place.reportKey('`requests` is a mapping from keys to requests, not a list.', hint);
  } else {
    place.reportKey('`requests` must be a mapping from keys to requests.', 'Write a key for each request below it.');
  }
}

function checkRequestKey(key: string, place: Place): void {
  if (REQUEST_KEY.test(key)) return;
  place.reportKey(
    `\`${key}\` can not be the key of a request.`,
    'Use letters, digits, `_`, `.` and `-`; put a title into `name`.',
  );
}
