export type { RunEvent, RunSummary } from './events.ts';
export { CapturedVariables } from './execute/captured-variables.ts';
export { describeMatcher } from './expect/describe-matcher.ts';
export { causeOf } from './failure-cause.ts';
export { createPlan, type Plan, type Selection } from './plan/plan.ts';
export { type DocumentReporter, junitReporter } from './report/junit-reporter.ts';
export type { Reporter } from './report/reporter.ts';
export { escapeControls } from './report/show-exchange.ts';
export { type TerminalReporterOptions, terminalReporter } from './report/terminal-reporter.ts';
export type {
  FailedResult,
  FailureCause,
  Finding,
  Mismatch,
  PassedResult,
  RequestResult,
  SkippedResult,
} from './result.ts';
export { type RunOptions, run } from './run.ts';
export type { RunnerServices } from './services.ts';
