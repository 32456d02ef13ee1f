import type { FailedResult } from '../result.ts';

/** Why a request failed, in one line for whoever shows no more. */
export function explainFailure({ error, mismatches }: FailedResult): string {
  return (
    error?.message ??
    mismatches.map(({ subject, expected, actual }) => `${subject}: expected ${expected}, got ${actual}`).join('; ')
  );
}
