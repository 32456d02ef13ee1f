import { randomInt, randomUUID } from 'node:crypto';
import { WaybillError } from '@waybill/errors';
import { parseDuration } from '../duration.ts';
import { textOf } from './text.ts';

export interface TemplateFunction {
  /** How many values it takes. */
  readonly parameters: number;
  readonly call: (parameters: readonly unknown[], now: () => Date) => unknown;
}

/** The functions of the template language, by name. */
export const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  uuid: { parameters: 0, call: () => randomUUID() },
  now: { parameters: 0, call: (_, now) => now().toISOString() },
  ago: { parameters: 1, call: ([duration], now) => timeFrom(now(), -parseDuration(textOf(duration))) },
  fromNow: { parameters: 1, call: ([duration], now) => timeFrom(now(), parseDuration(textOf(duration))) },
  random: { parameters: 2, call: ([least, greatest]) => randomInteger(Number(least), Number(greatest)) },
};

function timeFrom(date: Date, milliseconds: number): string {
  return new Date(date.getTime() + milliseconds).toISOString();
}

/** Limits of `crypto.randomInt`. */
const WIDEST = 2 ** 48 - 1;

function randomInteger(least: number, greatest: number): number {
  if (
    !Number.isSafeInteger(least) ||
    !Number.isSafeInteger(greatest) ||
    least > greatest ||
    greatest - least >= WIDEST
  ) {
    throw new WaybillError('ERR_SCHEMA', '`random` needs two whole numbers, the smaller one first.', {
      hint: 'Write {{ random(1, 9) }}.',
    });
  }
  return randomInt(least, greatest + 1);
}
