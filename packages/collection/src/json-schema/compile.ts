import type { Json } from '../model.ts';
import { closest, suggestion } from '../suggest.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import type { SchemaDocuments } from './documents.ts';
import { KEYWORDS, type KeywordKind } from './keywords.ts';
import { checkKeyword, describe } from './simple-keywords.ts';

/**
 * A JSON Schema made fit to be evaluated: checked, with nothing but known keywords, and every `$ref` naming a member of
 * `$defs` at the top. Nothing in it leads anywhere else.
 */
export interface JsonSchema {
  /** What people call it: its path, or `the schema`. */
  readonly name: string;
  readonly draft: '7' | '2020-12';
  readonly root: Json;
}

const DRAFTS: readonly (readonly [RegExp, JsonSchema['draft']])[] = [
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, '7'],
  [/^https:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, '2020-12'],
];

/** Checks a schema and everything it refers to; undefined when mistakes were reported. */
export function compileSchema(root: Place, name: string, documents: SchemaDocuments): JsonSchema | undefined {
  const compiler = new SchemaCompiler(documents);
  const draft = readDraft(root);
  const schema = compiler.compile({ place: root, root }, 0);
  if (draft === undefined || schema === undefined || compiler.failed) return undefined;
  return { name, draft, root: { $defs: { ...compiler.definitions, root: schema }, $ref: '#/$defs/root' } };
}

function readDraft(root: Place): JsonSchema['draft'] | undefined {
  const place = root.at('$schema');
  if (place.value === undefined) return '2020-12';
  const draft = DRAFTS.find(([pattern]) => pattern.test(String(place.value)))?.[1];
  if (draft !== undefined) return draft;
  const hint =
    'Use http://json-schema.org/draft-07/schema# or https://json-schema.org/draft/2020-12/schema, or leave it out.';
  return void place.report('This draft of JSON Schema is not supported.', hint);
}

/** A schema, and the document that `#` stands for inside of it. */
interface Subschema {
  readonly place: Place;
  readonly root: Place;
}

class SchemaCompiler {
  failed = false;
  readonly #documents: SchemaDocuments;
  /** Names of what was referred to, by place; a circle of references ends here. */
  readonly #names = new Map<string, string>();
  readonly #definitions = new Map<string, Json>();

  constructor(documents: SchemaDocuments) {
    this.#documents = documents;
  }

  get definitions(): Readonly<Record<string, Json>> {
    return Object.fromEntries(this.#definitions);
  }

  compile({ place, root }: Subschema, depth: number): Json | undefined {
    const { value } = place;
    if (typeof value === 'boolean') return value;
    if (!isMapping(value)) return this.#fail(place, `A schema is a mapping, true or false, not ${describe(value)}.`);
    if (depth > DEEPEST) return this.#fail(place, 'The schema is nested too deeply.');
    if (place !== root && typeof value.$id === 'string') {
      this.#fail(place.at('$id'), '`$id` is only supported at the top of a file.', 'Move the schema into a file.');
    }
    const entries = place.entries().flatMap(([keyword, inner]): [string, Json][] => {
      const compiled = this.#keyword(keyword, { place: inner, root }, depth);
      return compiled === undefined ? [] : [[keyword, compiled]];
    });
    return Object.fromEntries(entries);
  }

  #keyword(keyword: string, at: Subschema, depth: number): Json | undefined {
    const kind = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (kind === undefined) return this.#unknown(keyword, at.place);
    const each = (place: Place) => this.compile({ place, root: at.root }, depth + 1);
    return this.#compound(kind, at, each) ?? this.#simple(kind, keyword, at.place);
  }

  /** Keywords below which there are schemas again; undefined for all others. */
  #compound(kind: KeywordKind, at: Subschema, each: (place: Place) => Json | undefined): Json | undefined {
    const { place } = at;
    if (kind === 'ref') return this.#reference(at);
    if (kind === 'schema' || (kind === 'items' && !Array.isArray(place.value))) return each(place);
    if (kind === 'schemas' || kind === 'items') {
      const items = place.items();
      if (items.length === 0) return this.#fail(place, 'Here must be a list of schemas.');
      return items.map((item) => each(item) ?? true);
    }
    if (!['schemaMap', 'patternMap', 'definitions', 'dependencies'].includes(kind)) return undefined;
    if (!isMapping(place.value)) return this.#fail(place, 'Here must be a mapping from names to schemas.');
    const entries = place.entries().map(([name, inner]): [string, Json] => {
      if (kind === 'patternMap' && !isPattern(name)) this.#fail(inner, `\`${name}\` is not a regular expression.`);
      if (kind === 'dependencies' && Array.isArray(inner.value))
        return [name, this.#simple('names', name, inner) ?? []];
      return [name, each(inner) ?? true];
    });
    // Definitions are reached through references only; here they were checked.
    return kind === 'definitions' ? {} : Object.fromEntries(entries);
  }

  #simple(kind: KeywordKind, keyword: string, place: Place): Json | undefined {
    if (kind === 'annotation') return undefined;
    const mistake = checkKeyword(kind, keyword, place.value);
    if (mistake !== undefined) return this.#fail(place, mistake.message, mistake.hint);
    return place.value;
  }

  #unknown(keyword: string, place: Place): undefined {
    if (/^\$(dynamic|recursive)Ref$/.test(keyword)) {
      return this.#fail(place, `\`${keyword}\` is not supported.`, 'Use `$ref`.');
    }
    // Other words may be somebody's own; only what looks like a slip is one.
    const near = closest(keyword, Object.keys(KEYWORDS));
    if (near === undefined || keyword.startsWith('x-')) return undefined;
    this.failed = true;
    place.reportKey(`Unknown keyword \`${keyword}\`.`, `Did you mean \`${near}\`?`);
  }

  #reference({ place, root }: Subschema): Json | undefined {
    const { value } = place;
    if (typeof value !== 'string') return this.#fail(place, '`$ref` must be a text.');
    const target = this.#target(value, place, root);
    if (target === undefined) {
      this.failed = true;
      return undefined;
    }
    const { file } = target.root.source;
    const { line, column } = target.place.location;
    const key = `${file}:${line}:${column}:${value.split('#')[1] ?? ''}`;
    const known = this.#names.get(key);
    if (known !== undefined) return `#/$defs/${known}`;
    const name = `r${this.#names.size}`;
    this.#names.set(key, name);
    this.#definitions.set(name, this.compile(target, 0) ?? true);
    return `#/$defs/${name}`;
  }

  #target(reference: string, place: Place, root: Place): Subschema | undefined {
    const [path = '', fragment = ''] = reference.split('#', 2);
    const own = root.at('$id').value;
    const isOwn = path === '' || (typeof own === 'string' && own.replace(/#$/, '') === path);
    const document = isOwn ? root : this.#documents.open(path, place);
    if (document === undefined) return undefined;
    const found =
      fragment === '' || fragment.startsWith('/') ? atPointer(document, fragment) : atAnchor(document, fragment);
    if (found !== undefined) return { place: found, root: document };
    const names = [...document.at('$defs').entries(), ...document.at('definitions').entries()].map(([name]) => name);
    place.report(
      `\`${reference}\` leads nowhere.`,
      suggestion(fragment.split('/').at(-1) ?? '', names, 'Definitions are'),
    );
    return undefined;
  }

  #fail(place: Place, message: string, hint?: string): undefined {
    this.failed = true;
    place.report(message, hint ?? 'See https://json-schema.org for what a schema may hold.');
  }
}

const DEEPEST = 100;

function isPattern(source: string): boolean {
  return checkKeyword('pattern', '', source) === undefined;
}

/** RFC 6901, as the fragment of a URI. */
function atPointer(document: Place, pointer: string): Place | undefined {
  let place = document;
  for (const step of pointer.split('/').slice(1)) {
    const name = unescapeStep(step);
    place = place.at(Array.isArray(place.value) && /^\d+$/.test(name) ? Number(name) : name);
    if (place.value === undefined) return undefined;
  }
  return place;
}

function unescapeStep(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

function atAnchor(place: Place, name: string): Place | undefined {
  if (place.at('$anchor').value === name) return place;
  for (const inner of [...place.items(), ...place.entries().map(([, each]) => each)]) {
    const found = atAnchor(inner, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
