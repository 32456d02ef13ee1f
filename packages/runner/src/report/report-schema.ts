import * as z from 'zod/mini';

/** Counts up when a program that reads the report would have to change. */
export const REPORT_VERSION = 1;

const text = z.string();
const count = z.int().check(z.minimum(0));
const milliseconds = z.number().check(z.minimum(0));
const texts = z.readonly(z.array(text));

const location = z.object({ file: text, line: count, column: count });

const mismatch = z.object({ subject: text, expected: text, actual: text, location });

const cause = z.enum([
  'expectation',
  'configuration',
  'sign-in',
  'refused',
  'throttled',
  'network',
  'cancelled',
  'internal',
]);

const problem = z.object({
  code: text,
  message: text,
  hint: z.optional(text),
  location: z.optional(location),
  support: z.optional(text),
});

const request = z.object({ id: text, name: text, trail: texts, method: text, location, docs: z.optional(text) });

/** Milliseconds each; what did not happen is not there. */
const timings = z.object({
  dnsMs: z.optional(milliseconds),
  tcpMs: z.optional(milliseconds),
  tlsMs: z.optional(milliseconds),
  headersMs: milliseconds,
  totalMs: milliseconds,
});

/** Where a body went that was not to be held. */
const download = z.object({ file: text, bytes: count });

const finished = z.extend(request, { durationMs: milliseconds });

const sent = z.extend(finished, {
  status: z.optional(count),
  timings: z.optional(timings),
  retries: z.readonly(z.array(z.object({ reason: text, waitMs: milliseconds, throttled: z.boolean() }))),
  pages: z.optional(count),
  polls: z.optional(z.object({ attempts: count, elapsedMs: milliseconds, state: text })),
  saved: z.optional(download),
  warnings: z._default(z.readonly(z.array(mismatch)), []),
});

const passed = z.extend(sent, { outcome: z.literal('passed'), flaky: z.boolean() });

const failed = z.extend(sent, {
  outcome: z.literal('failed'),
  cause,
  mismatches: z.readonly(z.array(mismatch)),
  error: z.optional(problem),
  findings: z.readonly(z.array(z.object({ cause: text, remedy: text }))),
  exchange: z.optional(z.object({ request: texts, response: texts })),
});

const skipped = z.extend(finished, { outcome: z.literal('skipped'), reason: text });

const summary = z.object({
  passed: count,
  flaky: count,
  failed: count,
  skipped: count,
  warnings: z._default(count, 0),
  durationMs: milliseconds,
  cause: z.optional(cause),
});

const run = z.object({
  title: text,
  startedOn: z.iso.datetime(),
  total: count,
  shard: z.optional(z.object({ index: count, count })),
  problems: z._default(z.readonly(z.array(problem)), []),
  complete: z.boolean(),
  summary: z.nullable(summary),
  results: z.readonly(z.array(z.discriminatedUnion('outcome', [passed, failed, skipped]))),
});

/** What the JSON report holds, and what every reporter is told. All text in it is redacted. */
export const reportSchema = z.object({ version: z.literal(REPORT_VERSION), runs: z.readonly(z.array(run)) });

export type Report = z.output<typeof reportSchema>;
export type ReportedRun = Report['runs'][number];
export type ReportedDownload = z.output<typeof download>;
export type ReportedProblem = z.output<typeof problem>;
export type ReportedRequest = z.output<typeof request>;
export type ReportedResult = ReportedRun['results'][number];
export type ReportedFailure = z.output<typeof failed>;
export type ReportedSummary = z.output<typeof summary>;
export type ReportedTimings = z.output<typeof timings>;
export type ReportedMismatch = z.output<typeof mismatch>;

/** JSON Schema (draft 2020-12) of the JSON report. */
export function reportJsonSchema(): object {
  return { ...z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' }), title: 'Waybill report' };
}
