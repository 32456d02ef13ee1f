import type { FailedResult, Mismatch } from '../result.ts';

/** Why a request failed, in one line for whoever shows no more. */
export function explainFailure({ error, mismatches }: FailedResult): string {
  const reasons = mismatches.map(mismatchText);
  return (error === undefined ? reasons : [...reasons, error.message]).join('; ');
}

export function mismatchText({ subject, expected, actual }: Mismatch): string {
  return `${subject}: expected ${expected}, got ${actual}`;
}
