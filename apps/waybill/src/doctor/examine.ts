import { WaybillError } from '@waybill/errors';
import type { CheckResult, Patient } from './check.ts';
import { CHECKS } from './checks.ts';

/** Runs the checks one after the other; what needs a check that failed is passed over. */
export async function* examine(patient: Patient): AsyncGenerator<CheckResult> {
  const failed = new Set<string>();
  for (const { title, needs, run } of CHECKS) {
    const missing = needs.find((need) => failed.has(need));
    if (missing !== undefined) {
      failed.add(title);
      yield { title, status: 'skipped', detail: `needs "${missing}"` };
      continue;
    }
    const finding = await run(patient).catch(asFinding);
    if (finding.status === 'failed') failed.add(title);
    yield { title, ...finding };
  }
}

function asFinding(error: unknown) {
  if (!(error instanceof WaybillError)) throw error;
  return { status: 'failed' as const, detail: `${error.message} [${error.code}]`, remedy: error.hint };
}
