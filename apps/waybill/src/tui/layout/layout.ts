import { PANES, type PaneId } from '../state/state.ts';

/** A rectangle of the screen in cells. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything goes; `undefined` for a screen too small to show anything useful. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Panes that are visible, in reading order. */
  readonly panes: readonly (Area & { readonly id: PaneId })[];
  /** Whether panes are switched like tabs, one at a time. */
  readonly isSingle: boolean;
}

const LEAST_COLUMNS = 40;
const LEAST_ROWS = 10;
/** Header above and footer below the panes. */
const CHROME_ROWS = 2;

/** Places panes on a screen: three columns from 120 cells, two from 80, else one pane at a time. */
export function layout(columns: number, rows: number, focus: PaneId, isZoomed: boolean): Layout | undefined {
  if (columns < LEAST_COLUMNS || rows < LEAST_ROWS) return undefined;
  const body = fullScreen(columns, rows);
  if (isZoomed || columns < 80) return { columns, rows, isSingle: true, panes: [{ id: focus, ...body }] };
  return { columns, rows, isSingle: false, panes: columns >= 120 ? threeColumns(body) : twoColumns(body) };
}

/** All that is between header and footer. */
export function fullScreen(columns: number, rows: number): Area {
  return { left: 0, top: 1, width: columns, height: rows - CHROME_ROWS };
}

type Placed = Area & { readonly id: PaneId };

function threeColumns(body: Area): readonly Placed[] {
  const [left, rest] = splitColumns(body, Math.max(36, Math.floor(body.width * 0.3)));
  const [middle, right] = splitColumns(rest, Math.floor(rest.width * 0.45));
  const [request, token] = splitRows(middle, Math.floor(middle.height * 0.6));
  return named([left, request, token, right]);
}

function twoColumns(body: Area): readonly Placed[] {
  const [left, right] = splitColumns(body, Math.max(28, Math.floor(body.width * 0.36)));
  const [collection, token] = splitRows(left, Math.floor(left.height * 0.6));
  const [request, response] = splitRows(right, Math.floor(right.height * 0.4));
  return named([collection, request, token, response]);
}

/** Areas in the order of the panes. */
function named(areas: readonly [Area, Area, Area, Area]): readonly Placed[] {
  return PANES.map((id, index) => ({ id, ...(areas[index] as Area) }));
}

function splitColumns(area: Area, width: number): readonly [Area, Area] {
  return [
    { ...area, width },
    { ...area, left: area.left + width, width: area.width - width },
  ];
}

function splitRows(area: Area, height: number): readonly [Area, Area] {
  return [
    { ...area, height },
    { ...area, top: area.top + height, height: area.height - height },
  ];
}
