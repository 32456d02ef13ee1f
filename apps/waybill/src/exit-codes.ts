import type { WaybillError } from '@waybill/errors';
import { causeOf, type FailureCause } from '@waybill/runner';

/** Exit codes by cause; part of the public interface. */
export const EXIT = {
  passed: 0,
  expectation: 1,
  usage: 2,
  configuration: 3,
  'sign-in': 4,
  refused: 5,
  throttled: 6,
  network: 7,
  cancelled: 8,
  internal: 70,
} as const satisfies Record<FailureCause | 'passed' | 'usage', number>;

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: WaybillError): number {
  return error.code === 'ERR_USAGE' ? EXIT.usage : EXIT[causeOf(error)];
}
