import type * as z from 'zod/mini';
import { suggestion } from '../suggest.ts';
import type { Place } from '../yaml/place.ts';

type Issue = z.core.$ZodIssue;

/**
 * Checks a value's shape, collecting every mistake.
 *
 * @param what names the value at the start of a sentence
 * @returns the top-level keys whose values can not be used; an unknown key inside them does no harm
 */
export function checkShape(schema: z.ZodMiniType, place: Place, what: string): ReadonlySet<string> {
  const check = new ShapeCheck(schema, place, what);
  for (const issue of schema.safeParse(place.value).error?.issues ?? []) check.report(issue);
  return check.broken;
}

class ShapeCheck {
  readonly broken = new Set<string>();
  readonly #schema: unknown;
  readonly #root: Place;
  readonly #what: string;

  constructor(schema: unknown, root: Place, what: string) {
    this.#schema = schema;
    this.#root = root;
    this.#what = what;
  }

  report(issue: Issue): void {
    switch (issue.code) {
      case 'unrecognized_keys':
        this.#reportUnknown(issue.keys, issue.path);
        break;
      case 'invalid_union': {
        // The branch that got past the type of the whole value is the one that was meant.
        const meant = issue.errors.find(
          (branch) => branch.some(({ path }) => path.length > 0) || hasUnknownKey(branch),
        );
        if (meant === undefined) this.#reportType(issue.message, issue.path);
        else for (const inner of meant) this.report({ ...inner, path: [...issue.path, ...inner.path] });
        break;
      }
      case 'invalid_type':
        this.#reportType(TYPE_NAMES[issue.expected] ?? issue.expected, issue.path);
        break;
      case 'invalid_value':
        this.#reportType(written(issue), issue.path);
        break;
      case 'too_small':
        this.#reportType(`a number from ${issue.minimum}`, issue.path);
        break;
      case 'too_big':
        this.#reportType(`a number up to ${issue.maximum}`, issue.path);
        break;
      default:
        this.#reportType('different', issue.path);
    }
  }

  #reportUnknown(keys: readonly string[], path: Issue['path']): void {
    const known = keysOf(this.#schema, path);
    for (const key of keys) {
      const hint = suggestion(key, known, 'Known here');
      this.#placeOf(path).at(key).reportKey(`Unknown key \`${key}\`.`, hint);
    }
  }

  #reportType(expected: string, path: Issue['path']): void {
    const [top] = path;
    if (top !== undefined) this.broken.add(String(top));
    const place = this.#placeOf(path);
    if (place.value === undefined) {
      const owner = path.length === 1 ? lowerFirst(this.#what) : `\`${pathText(path.slice(0, -1))}\``;
      const key = String(path.at(-1));
      place.reportKey(`\`${key}\` is missing in ${owner}.`, `Add \`${key}\`: ${expected}.`);
      return;
    }
    const name = path.length === 0 ? this.#what : `\`${pathText(path)}\``;
    place.report(
      `${name} must be ${expected}, not ${expected.includes('number') && typeof place.value === 'number' ? 'this one' : typeName(place.value)}.`,
      hintFor(expected, place.value),
    );
  }

  #placeOf(path: Issue['path']): Place {
    return path.reduce<Place>((place, step) => place.at(step as string | number), this.#root);
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  int: 'a whole number',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  unknown: 'a value',
};

/** The message a schema gives itself, or else its values. */
function written({ message, values }: z.core.$ZodIssueInvalidValue): string {
  // What zod says on its own, with or without its English locale.
  return message.startsWith('Invalid') ? values.map((value) => `\`${String(value)}\``).join(' or ') : message;
}

function hintFor(expected: string, value: unknown): string | undefined {
  if (value === null) return 'Write a value, or remove the key.';
  if (expected === 'a text' && typeof value !== 'object') return 'Put it into quotes.';
  return expected === 'a list' ? 'Write a list: [a, b].' : undefined;
}

/** `headers.accept`, `tags[0]` */
function pathText(path: Issue['path']): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What a value is called in messages; the value itself may be secret. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return TYPE_NAMES[typeof value] ?? 'something else';
}

function hasUnknownKey(branch: readonly Issue[]): boolean {
  return branch.some(({ code }) => code === 'unrecognized_keys');
}

/** The part of zod's own description of a schema that is needed to find its keys. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly innerType?: unknown;
  readonly valueType?: unknown;
  readonly element?: unknown;
  readonly options?: readonly unknown[];
}

function keysOf(schema: unknown, path: Issue['path']): readonly string[] {
  const { shape, innerType, valueType, element, options } = (schema as { _zod: { def: Definition } })._zod.def;
  if (innerType !== undefined) return keysOf(innerType, path);
  if (options !== undefined) return [...new Set(options.flatMap((option) => keysOf(option, path)))];
  const [step, ...rest] = path;
  if (step === undefined) return shape === undefined ? [] : Object.keys(shape);
  const inner = shape === undefined ? (valueType ?? element) : shape[String(step)];
  return inner === undefined ? [] : keysOf(inner, rest);
}
