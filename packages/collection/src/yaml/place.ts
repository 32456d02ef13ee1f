import { type ErrorCode, LocatedError, type SourceLocation } from '@waybill/errors';
import type { Json, Path } from '../model.ts';
import type { YamlSource } from './source.ts';

/** A value in a file together with its path, and the list that collects the file's problems. */
export class Place {
  readonly source: YamlSource;
  readonly value: Json | undefined;
  readonly #path: Path;
  /** Where problems are collected; other files may add theirs. */
  readonly problems: LocatedError[];

  private constructor(source: YamlSource, problems: LocatedError[], value: Json | undefined, path: Path) {
    this.source = source;
    this.value = value;
    this.#path = path;
    this.problems = problems;
  }

  /** The place of the whole document. */
  static root(source: YamlSource, problems: LocatedError[]): Place {
    return new Place(source, problems, source.value, []);
  }

  /** The place of a member or item; its value is undefined when there is none. */
  at(step: string | number): Place {
    const { value } = this;
    const known = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    const inner = known ? (value as Record<string | number, Json>)[step] : undefined;
    return new Place(this.source, this.problems, inner, [...this.#path, step]);
  }

  /** The places of a mapping's values, by key; none for anything else. */
  entries(): [string, Place][] {
    return isMapping(this.value) ? Object.keys(this.value).map((key) => [key, this.at(key)]) : [];
  }

  /** The places of a list's items; none for anything else. */
  items(): Place[] {
    return Array.isArray(this.value) ? this.value.map((_, index) => this.at(index)) : [];
  }

  get location(): SourceLocation {
    return this.source.locate(this.#path);
  }

  get keyLocation(): SourceLocation {
    return this.source.locateKey(this.#path);
  }

  locate(path: Path): SourceLocation {
    return this.source.locate([...this.#path, ...path]);
  }

  /** Collects a problem with the value. */
  report(message: string, hint?: string, code: ErrorCode = 'ERR_SCHEMA', location = this.location): void {
    this.problems.push(new LocatedError(code, message, location, { hint }));
  }

  /** Collects a problem with the key, or with something missing under it. */
  reportKey(message: string, hint?: string, code: ErrorCode = 'ERR_SCHEMA'): void {
    this.report(message, hint, code, this.keyLocation);
  }
}

/** Whether a value is a YAML mapping. */
export function isMapping(value: unknown): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
