export type { RunEvent, RunSummary } from './events.ts';
export { CapturedVariables } from './execute/captured-variables.ts';
export { ThrottleBudget } from './execute/throttle-budget.ts';
export { describeMatcher } from './expect/describe-matcher.ts';
export { causeOf } from './failure-cause.ts';
export { type Iterations, iterationsOf } from './iteration.ts';
export { createPlan, type Plan, type Selection, type Shard } from './plan/plan.ts';
export { type Preview, previewPlan } from './plan/preview.ts';
export { type GithubReporterOptions, githubReporter } from './report/github-reporter.ts';
export { jsonReporter } from './report/json-reporter.ts';
export { junitReporter } from './report/junit-reporter.ts';
export type { DocumentReporter, Reporter } from './report/reporter.ts';
export { escapeControls } from './report/show-exchange.ts';
export { showPreview } from './report/show-preview.ts';
export { tapReporter } from './report/tap-reporter.ts';
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
