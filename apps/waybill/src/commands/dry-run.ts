import { type Plan, previewPlan, type RunnerServices, showPreview } from '@waybill/runner';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/** `waybill run --dry-run`: shows what would be sent, stage by stage, and sends nothing. */
export function showDryRun(title: string, plan: Plan, services: RunnerServices, output: Output): number {
  let stage = 0;
  let exitCode: number = EXIT.passed;
  output.line(output.style('bold', title));
  for (const preview of previewPlan(plan, services)) {
    if (preview.stage !== stage) output.line(output.style('dim', `\nstage ${preview.stage}`));
    stage = preview.stage;
    for (const line of showPreview(preview, output.redactor)) output.line(line);
    if (preview.error !== undefined) exitCode = EXIT.configuration;
  }
  output.line(`\n${plan.requests.length} requests in ${stage} stages, nothing was sent`);
  return exitCode;
}
