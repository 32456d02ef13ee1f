import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative, sep } from 'node:path';
import { LocatedError } from '@waybill/errors';
import { parseYaml } from '../yaml/parse.ts';
import { Place } from '../yaml/place.ts';

/** More than any honest schema has; each is parsed with all its places. */
const MOST_DOCUMENTS = 100;
const LARGEST_BYTES = 2_000_000;

/** The schema files that one collection file leads to, JSON or YAML, all inside the folder of the collection. */
export class SchemaDocuments {
  readonly #folder: string;
  readonly #problems: LocatedError[];
  readonly #roots = new Map<string, Place | undefined>();

  constructor(folder: string, problems: LocatedError[]) {
    this.#folder = folder;
    this.#problems = problems;
  }

  /** The whole document at a path, as seen from the file that names it; undefined when that was reported. */
  open(reference: string, from: Place): Place | undefined {
    if (/^[a-z][a-z0-9+.-]+:/i.test(reference) || reference.startsWith('//')) {
      const hint = 'Schemas are never fetched. Save it in the folder of the collection, and name the file.';
      return void from.report(`\`${reference}\` is not a file.`, hint);
    }
    const path = join(dirname(from.source.file), reference);
    const problem = this.#refusal(path);
    if (problem !== undefined) return void from.report(`\`${reference}\` ${problem.message}`, problem.hint);
    if (!this.#roots.has(path)) this.#roots.set(path, this.#read(path, from));
    return this.#roots.get(path);
  }

  /** Links are followed first: what counts is where the file is. */
  #refusal(path: string): { readonly message: string; readonly hint: string } | undefined {
    try {
      const inside = relative(realpathSync(this.#folder), realpathSync(path));
      if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
        return { message: 'is outside of the collection.', hint: 'Copy the schema into the folder of the collection.' };
      }
      const stats = statSync(path);
      if (!stats.isFile()) return { message: 'is not a file.', hint: 'Name a JSON or YAML file with a JSON Schema.' };
      if (stats.size > LARGEST_BYTES) {
        return { message: 'is too large for a schema.', hint: `The limit is ${LARGEST_BYTES / 1e6} MB.` };
      }
    } catch {
      return { message: 'can not be found.', hint: 'Paths are seen from the folder of the file that names them.' };
    }
    return undefined;
  }

  #read(path: string, from: Place): Place | undefined {
    if (this.#roots.size >= MOST_DOCUMENTS) {
      return void from.report('The schema leads to too many files.', `The limit is ${MOST_DOCUMENTS}.`);
    }
    const text = readFileSync(path, 'utf8');
    if (extname(path) === '.json' && !isJson(text)) {
      const hint = 'Check the file, or name it .yaml if it is YAML.';
      const location = { file: path, line: 1, column: 1 };
      this.#problems.push(new LocatedError('ERR_SCHEMA', 'The schema file is not JSON.', location, { hint }));
      return undefined;
    }
    const { source, problems } = parseYaml(path, text);
    this.#problems.push(...problems);
    return source === undefined ? undefined : Place.root(source, this.#problems);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
