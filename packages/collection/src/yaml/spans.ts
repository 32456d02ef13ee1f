import type { SourceLocation } from '@waybill/errors';

/** The raw text a location stands for, so that a place inside it can be found later. */
export interface Span {
  readonly raw: string;
  readonly location: SourceLocation;
}

// Locations stay plain data for everyone else. Hardly one of them is ever asked for its texts, so they are found only then.
class CoveringLocation implements SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly #texts: () => readonly Span[];

  constructor({ file, line, column }: SourceLocation, texts: () => readonly Span[]) {
    this.file = file;
    this.line = line;
    this.column = column;
    this.#texts = texts;
  }

  static textsOf(location: SourceLocation): readonly Span[] {
    return location instanceof CoveringLocation ? location.#texts() : [];
  }
}

/** Makes a location that covers raw texts, the one it names first; each text comes with the place where it starts. */
export function coveringLocation(location: SourceLocation, texts: () => readonly Span[]): SourceLocation {
  return new CoveringLocation(location, texts);
}

/** A location equal to the first one, whose text is made of several parts of files, such as `baseUrl` and `url`. */
export function joinSpans(first: SourceLocation, ...others: readonly SourceLocation[]): SourceLocation {
  return new CoveringLocation(first, () => [first, ...others].flatMap(CoveringLocation.textsOf));
}

/** Where a text stands inside what a location covers, or the location itself when that can not be told. */
export function locateText(location: SourceLocation, text: string): SourceLocation {
  for (const span of CoveringLocation.textsOf(location)) {
    const offset = span.raw.indexOf(text);
    if (offset !== -1) return advance(span, offset);
  }
  return location;
}

/** Where the n-th (from 0) `{{` stands inside what a location covers. */
export function locateOpening(location: SourceLocation, index: number): SourceLocation {
  const [span] = CoveringLocation.textsOf(location);
  if (span === undefined) return location;
  let offset = span.raw.indexOf('{{');
  for (let passed = 0; passed < index && offset !== -1; passed++) offset = span.raw.indexOf('{{', offset + 2);
  return offset === -1 ? location : advance(span, offset);
}

function advance({ raw, location }: Span, offset: number): SourceLocation {
  const lines = raw.slice(0, offset).split('\n');
  const last = lines.at(-1) ?? '';
  const line = location.line + lines.length - 1;
  const column = lines.length === 1 ? location.column + last.length : last.length + 1;
  return { file: location.file, line, column };
}
