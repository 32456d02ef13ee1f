import type { ReportedFailure, ReportedMismatch } from './report-schema.ts';

/** Why a request failed, in one line for whoever shows no more. */
export function explainFailure({ error, mismatches }: ReportedFailure): string {
  const reasons = mismatches.map(mismatchText);
  return (error === undefined ? reasons : [...reasons, error.message]).join('; ');
}

export function mismatchText({ subject, expected, actual }: ReportedMismatch): string {
  return `${subject}: expected ${expected}, got ${actual}`;
}
