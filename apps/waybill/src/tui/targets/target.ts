import type { Area } from '../layout/layout.ts';
import type { PaneId } from '../state/state.ts';

/** Something on the screen that one can go to. */
export type Place =
  | { readonly kind: 'pane'; readonly pane: PaneId }
  | { readonly kind: 'tab'; readonly pane: PaneId; readonly tab: number }
  | { readonly kind: 'row'; readonly pane: PaneId; readonly row: number }
  | { readonly kind: 'choice'; readonly index: number };

export interface Target {
  readonly place: Place;
  readonly area: Area;
}

/** The target at a cell; the last one lies on top. */
export function targetAt(targets: readonly Target[], column: number, row: number): Target | undefined {
  return targets.findLast(
    ({ area: { left, top, width, height } }) =>
      column >= left && column < left + width && row >= top && row < top + height,
  );
}
