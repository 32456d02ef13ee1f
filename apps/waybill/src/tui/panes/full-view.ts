import type { Redactor } from '@waybill/redaction';
import { compareFooter, compareLines } from '../compare/compare-lines.ts';
import { runFooter, runLines } from '../runs/run-lines.ts';
import type { State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import type { Line } from '../ui/lines.tsx';
import { wrapLines } from '../ui/wrap-lines.ts';

export interface FullViewOptions {
  readonly redactor: Redactor;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  readonly nowMs: number;
}

/** What takes the place of the panes: a run, or a comparison. */
export interface FullView {
  readonly title: string;
  readonly lines: readonly Line[];
  /** First visible line. */
  readonly first: number;
  /** What the cursor is on. */
  readonly current: readonly Line[];
}

export function fullView(state: State, options: FullViewOptions): FullView | undefined {
  const { width, height, theme } = options;
  if (state.layer?.kind === 'compare') {
    const { lines, focus } = compareLines(state.layer, theme);
    const above = wrapLines(lines.slice(0, focus), width).length;
    // What surrounds the current difference is more use than what is far above.
    const first = above < height / 2 ? 0 : above - 2;
    const end = lines.findIndex((line, index) => index > focus && line.length === 0);
    const current = lines.slice(focus, end < 0 ? undefined : end);
    return { title: `Compare ${state.layer.after.requestId}`, lines: wrapLines(lines, width), first, current };
  }
  if (state.view !== 'run' || state.run === undefined) return undefined;
  const { lines, focus } = runLines(state.run, state, options);
  const first = Math.max(0, focus - height + 2);
  return { title: `Run of ${state.run.title}`, lines, first, current: lines.slice(focus, focus + 1) };
}

/** What the footer says meanwhile. */
export function fullViewFooter(state: State): string | undefined {
  if (state.layer?.kind === 'compare') return compareFooter(state.layer);
  return state.view === 'run' && state.layer === undefined ? runFooter(state.running.size > 0) : undefined;
}
