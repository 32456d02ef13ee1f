import fc from 'fast-check';
import { Body, type BodyOptions } from './body.ts';
import type { Line } from './line.ts';
import { textOfLine } from './line-text.ts';
import { runTask } from './task.ts';

/** An indexed body. */
export async function bodyOf(text: string, options?: BodyOptions): Promise<Body> {
  const body = new Body(Buffer.from(text), options);
  await runTask(body);
  return body;
}

/** All lines of a body, read one by one. */
export function linesOf(body: Body): Line[] {
  return Array.from({ length: body.lineCount }, (_, number) => body.line(number));
}

/** The text of all lines with indentation, as it is in the body. */
export function textsOf(body: Body): string[] {
  return linesOf(body).map((line) => ' '.repeat(line.depth * 2) + textOfLine(body, line));
}

/** Any JSON value, with strings of any characters. */
export const anyJson: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' });

/** Any JSON value repeated in an array, so that its index has many blocks. */
export const longJson: fc.Arbitrary<unknown[]> = fc
  .tuple(fc.array(anyJson, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 60 }))
  .map(([values, times]) => Array.from({ length: times }, () => values).flat());
