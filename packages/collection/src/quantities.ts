import { WaybillError } from '@waybill/errors';

type Units = Readonly<Record<string, number>>;

const BYTES: Units = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const MILLISECONDS: Units = { h: 3_600_000, d: 86_400_000 };

/**
 * Reads a size such as `10 kB` or `1.5MiB`: kB, MB and GB count in thousands, KiB, MiB and GiB in 1024.
 *
 * @returns bytes
 * @throws {WaybillError} `ERR_SCHEMA`
 */
export function parseSize(text: string): number {
  return parseQuantity(text, BYTES, 'a size', 'Write a number and a unit: 500B, 10kB, 2MB, 1GB, 64KiB or 1MiB.');
}

/**
 * Reads how long something must last, such as `30d` or `12h`. It may be longer than any timer, unlike a duration.
 *
 * @returns milliseconds
 * @throws {WaybillError} `ERR_SCHEMA`
 */
export function parseLifetime(text: string): number {
  return parseQuantity(text, MILLISECONDS, 'a lifetime', 'Write days or hours: 30d or 12h.');
}

function parseQuantity(text: string, units: Units, what: string, hint: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  throw new WaybillError('ERR_SCHEMA', `\`${text}\` is not ${what}.`, { hint });
}
