export { Player } from './cassette/player.ts';
export { Recorder } from './cassette/recorder.ts';
export type { RunEvent, RunSummary } from './events.ts';
export { CapturedVariables } from './execute/captured-variables.ts';
export { RateLimiter, type RateRule } from './execute/rate-limiter.ts';
export { ThrottleBudget } from './execute/throttle-budget.ts';
export { describeMatcher } from './expect/describe-matcher.ts';
export { causeOf } from './failure-cause.ts';
export type { FileAccess } from './files.ts';
export { type Iterations, iterationsOf } from './iteration.ts';
export { durationsByFile } from './plan/past-durations.ts';
export { createPlan, type Plan, type Selection } from './plan/plan.ts';
export { type Preview, previewPlan } from './plan/preview.ts';
export { type Shard, ShardDealer } from './plan/shard.ts';
export { describeEvent } from './report/describe-event.ts';
export { type GithubReporterOptions, githubReporter } from './report/github-reporter.ts';
export { htmlReporter } from './report/html/html-reporter.ts';
export { jsonReporter } from './report/json-reporter.ts';
export { junitReporter } from './report/junit-reporter.ts';
export { type MergedReports, mergeReports, type ReportPart } from './report/merge-reports.ts';
export { readReport } from './report/read-report.ts';
export type { ReportEvent } from './report/report-event.ts';
export { type Report, reportJsonSchema } from './report/report-schema.ts';
export type { DocumentReporter, Reporter } from './report/reporter.ts';
export { escapeControls } from './report/show-exchange.ts';
export { showPreview } from './report/show-preview.ts';
export { tapReporter } from './report/tap-reporter.ts';
export { tellRun } from './report/tell-run.ts';
export { type TerminalReporterOptions, terminalReporter } from './report/terminal-reporter.ts';
export type {
  FailedResult,
  FailureCause,
  Finding,
  Mismatch,
  PassedResult,
  RequestResult,
  RetriedTry,
  SkippedResult,
} from './result.ts';
export { run } from './run.ts';
export type { RunOptions } from './run-options.ts';
export type { RunnerServices } from './services.ts';
export { type Snapshots, snapshotRequestKey } from './snapshots.ts';
