import stringWidth from 'string-width';
import type { Area } from '../layout/layout.ts';
import type { PaneContent } from '../panes/pane-content.ts';
import type { PaneId } from '../state/state.ts';
import { overlayArea } from '../ui/overlay.tsx';
import type { Target } from './target.ts';

/** What one can go to in a pane: the pane, its tabs, and its rows in sight. */
export function paneTargets(pane: PaneId, area: Area, { tabs, rows, top }: PaneContent): readonly Target[] {
  const inside: Area = { left: area.left + 1, top: area.top + 1, width: area.width - 2, height: area.height - 2 };
  const offset = tabs === undefined ? 0 : 1;
  const body: Area = { ...inside, top: inside.top + offset, height: inside.height - offset };
  return [
    { place: { kind: 'pane', pane }, area },
    ...(tabs === undefined ? [] : tabTargets(pane, inside, tabs.names)),
    ...rowTargets(pane, body, rows ?? [], top),
  ];
}

function tabTargets(pane: PaneId, inside: Area, names: readonly string[]): readonly Target[] {
  let left = inside.left;
  return names.flatMap((name, tab) => {
    const width = stringWidth(name) + 2;
    const area = { left, top: inside.top, width, height: 1 };
    // A blank is between tabs.
    left += width + 1;
    return area.left + width > inside.left + inside.width ? [] : [{ place: { kind: 'tab', pane, tab }, area }];
  });
}

/** Rows may be broken into several lines, which are one target. */
function rowTargets(pane: PaneId, body: Area, rows: PaneContent['rows'] & {}, top: number): readonly Target[] {
  const targets: Target[] = [];
  for (const [line, row] of rows.slice(top, top + body.height).entries()) {
    const last = targets.at(-1);
    if (row === undefined) continue;
    if (last?.place.kind === 'row' && last.place.row === row) {
      targets[targets.length - 1] = { ...last, area: { ...last.area, height: body.top + line - last.area.top + 1 } };
    } else {
      targets.push({ place: { kind: 'row', pane, row }, area: { ...body, top: body.top + line, height: 1 } });
    }
  }
  return targets;
}

/** The choices of an overlay that are in sight. */
export function choiceTargets(
  screen: { readonly columns: number; readonly rows: number },
  overlay: {
    readonly lineCount: number;
    readonly first: number;
    readonly firstChoice: number;
    readonly choices: number;
  },
): readonly Target[] {
  const area = overlayArea(screen.columns, screen.rows, overlay.lineCount);
  const inside: Area = { left: area.left + 1, top: area.top + 1, width: area.width - 2, height: area.height - 2 };
  return Array.from({ length: overlay.choices }, (_, index) => index).flatMap((index): readonly Target[] => {
    const line = overlay.firstChoice + index - overlay.first;
    if (line < 0 || line >= inside.height) return [];
    return [{ place: { kind: 'choice', index }, area: { ...inside, top: inside.top + line, height: 1 } }];
  });
}
