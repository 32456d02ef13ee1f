import { WaybillError } from '@waybill/errors';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/;

/** Timers hold 31 bits; a longer wait would end at once. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Reads a duration such as `250ms`, `5s`, `10m` or `1h`.
 *
 * @returns milliseconds
 * @throws {WaybillError} `ERR_SCHEMA`, also for a number without a unit other than 0
 */
export function parseDuration(text: string | number): number {
  if (text === 0 || text === '0') return 0;
  const [, amount, unit] = DURATION.exec(String(text).trim()) ?? [];
  if (amount === undefined || unit === undefined) {
    const unitless = Number.isFinite(Number(text));
    throw new WaybillError('ERR_SCHEMA', `\`${text}\` is not a duration${unitless ? ': the unit is missing' : ''}.`, {
      hint: unitless ? `Write \`${text}s\` or \`${text}ms\`.` : 'Write a number and a unit: 250ms, 5s, 10m or 1h.',
    });
  }
  const milliseconds = Math.round(Number(amount) * (UNITS[unit] ?? 1));
  if (milliseconds > LONGEST_MS) {
    throw new WaybillError('ERR_SCHEMA', `The duration \`${text}\` is too long.`, { hint: 'The longest is 596h.' });
  }
  return milliseconds;
}
