import type { Redactor } from '@waybill/redaction';
import type { RequestResult } from '@waybill/runner';
import { outcomeMark } from '../panes/collection-lines.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import { progressText } from './run-progress.ts';
import { countResults, countsText, type RunView } from './run-view.ts';

export interface RunLinesOptions {
  readonly redactor: Redactor;
  readonly theme: Theme;
  readonly width: number;
  readonly nowMs: number;
}

const LONGEST_BAR = 40;

/** The run: how far it is, and each request with how it ended; and which line must be visible. */
export function runLines(run: RunView, state: State, options: RunLinesOptions) {
  const requests = new Map(state.requests.map((request) => [request.id, request]));
  const rows = run.requestIds.map((id, index): Line => {
    const { theme, nowMs } = options;
    const request = requests.get(id);
    const running = state.running.get(id);
    const isCurrent = index === run.index;
    const look = { inverse: isCurrent, bold: isCurrent };
    const how =
      running === undefined
        ? outcomeOf(state.results.get(id), options)
        : { text: progressText(running, nowMs), color: theme.accent };
    return [
      { text: isCurrent ? '›' : ' ', ...look },
      outcomeMark(state.results.get(id), running !== undefined, theme),
      { text: `${(request?.method ?? '').padEnd(6)} `, color: theme.accent, ...look },
      { text: request?.name ?? id, ...look },
      { text: '  ' },
      how,
    ];
  });
  const head = headLines(run, state, options);
  return { lines: [...head, ...rows], focus: head.length + run.index };
}

function headLines(run: RunView, state: State, { theme, width, nowMs }: RunLinesOptions): readonly Line[] {
  const counts = countResults(run, state.results);
  const [done, total] = [counts.passed + counts.failed + counts.skipped, run.requestIds.length];
  const barWidth = Math.min(LONGEST_BAR, width - 20);
  const filled = total === 0 ? barWidth : Math.floor((done / total) * barWidth);
  const seconds = (((run.endedMs ?? nowMs) - run.startedMs) / 1000).toFixed(1);
  const color = counts.failed > 0 ? theme.bad : theme.good;
  return [
    [
      { text: '━'.repeat(filled), color },
      { text: '╌'.repeat(barWidth - filled), dim: true },
      { text: ` ${done}/${total} · ${seconds} s` },
    ],
    plain(countsText(counts), { bold: true, color }),
    [],
  ];
}

/** How a request ended, in a few words. */
function outcomeOf(result: RequestResult | undefined, { redactor, theme }: RunLinesOptions) {
  if (result === undefined) return { text: '' };
  if (result.outcome === 'skipped') return { text: redactor.redact(result.reason), color: theme.warning };
  const took = `${result.response?.status ?? '---'} · ${Math.round(result.durationMs)} ms`;
  if (result.outcome === 'passed') return { text: result.flaky ? `${took} · flaky` : took, dim: true };
  const [mismatch] = result.mismatches;
  const why =
    mismatch === undefined
      ? (result.error?.message ?? result.cause)
      : `${mismatch.subject}: expected ${mismatch.expected}, was ${mismatch.actual}`;
  return { text: `${took} · ${redactor.redact(why)}`, color: theme.bad };
}

/** What the footer says while the run is shown. */
export function runFooter(isRunning: boolean): string {
  return `n next failure  N previous  Enter opens  Esc ${isRunning ? 'cancels' : 'back to the panes'}  ? help`;
}
