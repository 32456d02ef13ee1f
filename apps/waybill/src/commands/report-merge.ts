import { mergeReports, type ReportPart, tellRun } from '@waybill/runner';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { readReportFile } from './report-file.ts';
import { createReporting } from './run-reporting.ts';

export interface ReportMergeCommandOptions {
  readonly reports: readonly string[];
  readonly reporter?: readonly string[];
}

/** `waybill report merge`: reports the parts of a run as one, and returns the exit code of the whole. */
export async function reportMergeCommand(options: ReportMergeCommandOptions, output: Output): Promise<number> {
  const reporting = createReporting(options.reporter ?? ['terminal'], output, process.env);
  const parts: ReportPart[] = [];
  for (const file of options.reports) parts.push({ file, report: await readReportFile(file) });
  const { report, gaps } = mergeReports(parts);
  for (const run of report.runs) for (const event of tellRun(run)) reporting.onEvent(event);
  await reporting.writeDocuments();
  for (const gap of gaps) output.note(gap);
  const cause = report.runs.map(({ summary }) => summary?.cause).find((known) => known !== undefined);
  if (cause !== undefined) return EXIT[cause];
  return gaps.length === 0 ? EXIT.passed : EXIT.cancelled;
}
