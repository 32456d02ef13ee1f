import { Script } from 'node:vm';
import { WaybillError } from '@waybill/errors';

/** Long enough for the largest body, short enough to notice. */
const LONGEST_MS = 10_000;

/** Where the script finds what to do; nothing but this module writes it. */
const slot = globalThis as { [ACTION]?: () => void };
const ACTION = Symbol.for('waybill.within-limits');
const script = new Script(`globalThis[Symbol.for('waybill.within-limits')]()`);

/**
 * Does something that a collection or a response could make last forever or recurse without end. Only `vm` can end a
 * regular expression that is being matched; the script it runs is this constant.
 *
 * @throws {WaybillError} ERR_CHECK_LIMIT, and what the action throws
 */
export function withinLimits<T>(action: () => T, limitMs = LONGEST_MS): T {
  // An inner action is within the limits of the outer one.
  if (slot[ACTION] !== undefined) return action();
  let result: { readonly value: T } | undefined;
  slot[ACTION] = () => {
    result = { value: action() };
  };
  try {
    script.runInThisContext({ timeout: limitMs });
  } catch (error) {
    throw asLimit(error, limitMs);
  } finally {
    delete slot[ACTION];
  }
  return (result as unknown as { readonly value: T }).value;
}

/**
 * The same for what surely ends, but perhaps too deep. A clock that can stop a script costs more than most checks.
 *
 * @throws {WaybillError} ERR_CHECK_LIMIT, and what the action throws
 */
export function withinDepth<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw asLimit(error, LONGEST_MS);
  }
}

function asLimit(error: unknown, limitMs: number): unknown {
  if (error instanceof RangeError) {
    return limit('The check was given up: it leads too deep.', error);
  }
  if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
    return limit(`The check was given up after ${limitMs / 1000} s.`, error);
  }
  return error;
}

function limit(message: string, cause: unknown): WaybillError {
  const hint =
    'Look for a regular expression that tries everything, such as (a+)+, or for a schema that leads in a circle.';
  return new WaybillError('ERR_CHECK_LIMIT', message, { hint, cause });
}
