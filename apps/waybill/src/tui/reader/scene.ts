import type { Area } from '../layout/layout.ts';
import { fullView } from '../panes/full-view.ts';
import { overlayLines } from '../panes/overlay-lines.ts';
import { type PaneSource, paneContent } from '../panes/pane-content.ts';
import { clamp, selectedRequest, visibleRequests } from '../state/selection.ts';
import type { Layer, PaneId, State } from '../state/state.ts';
import { isChoice } from '../targets/choice-layer.ts';
import { plain } from '../ui/lines.tsx';
import { spoken } from './spoken.ts';

/** What the screen would show, as lines that can be read aloud. */
export interface Scene {
  readonly state: State;
  /** What is open. */
  readonly title: string;
  readonly error: string | undefined;
  /** The pane that has the keys, and its tab. */
  readonly where: string;
  readonly lines: readonly string[];
  /** The line that the cursor is on. */
  readonly line: string;
  readonly overlay:
    | { readonly kind: Layer['kind']; readonly lines: readonly string[]; readonly choice: string }
    | undefined;
}

/** Room for what is read in one go. */
const AREA: Area = { left: 0, top: 0, width: 2000, height: 400 };

const PANE_NAMES: Readonly<Record<PaneId, string>> = {
  collection: 'Collection',
  request: 'Request',
  token: 'Token',
  response: 'Response',
};

export function sceneOf(source: PaneSource): Scene {
  const { state } = source;
  const [notice] = state.notices;
  const environment = state.environment === undefined ? 'no environment' : `environment ${state.environment}`;
  return {
    state,
    title: spoken(plain(`${state.title}, ${environment}${state.isProtected ? ', protected' : ''}`)),
    error:
      notice && spoken(plain(`Error: ${notice.place ?? ''} ${notice.message} ${notice.hint ?? ''} ${notice.code}`)),
    ...paneScene(source),
    overlay: overlayScene(source),
  };
}

/** How many lines a pane has, of those that are read. */
export function lineCountOf(pane: PaneId, source: PaneSource): number {
  return paneContent(pane, AREA, source).lines.length;
}

function paneScene(source: PaneSource): Pick<Scene, 'where' | 'lines' | 'line'> {
  const { state, redactor, theme, now } = source;
  const { width, height } = AREA;
  const full = fullView(state, { redactor, theme, width, height, nowMs: now });
  if (full !== undefined) {
    const lines = full.lines.map(spoken).filter((line) => line !== '');
    return { where: spoken(plain(full.title)), lines, line: full.current.map(spoken).join('; ') };
  }
  const { title, tabs, lines, rows } = paneContent(state.focus, AREA, source);
  const name = PANE_NAMES[state.focus];
  const tab = tabs === undefined ? '' : `, ${tabs.names[tabs.active]} tab`;
  const facts = title.startsWith(name) ? title.slice(name.length) : `, ${title}`;
  const said = lines.map(spoken);
  const row = cursorRow(source);
  const cursorLines =
    rows === undefined || row === undefined
      ? said.slice(clamp(state.scroll[state.focus], said.length)).slice(0, 1)
      : said.filter((_, line) => rows[line] === row);
  return {
    where: spoken(plain(`${name} pane${tab}${facts}`)),
    lines: said.filter((line) => line !== ''),
    line: `${cursorLines.join('; ')}${positionOf(state)}` || 'Nothing.',
  };
}

/** What the cursor of the focused pane is on. */
function cursorRow({ state, session }: PaneSource): number | undefined {
  if (state.focus === 'collection') return clamp(state.cursor, visibleRequests(state).length);
  if (state.focus === 'request') return state.scroll.request;
  return state.focus === 'response' ? session.responseDesk.bodyView?.cursor : undefined;
}

/** Where in the collection the cursor is. */
function positionOf(state: State): string {
  const request = selectedRequest(state);
  if (state.focus !== 'collection' || request === undefined) return '';
  const folders = request.trail.slice(1).map((name) => spoken(plain(name)));
  const count = visibleRequests(state).length;
  return `${folders.length === 0 ? '' : `, in ${folders.join(', ')}`}, ${clamp(state.cursor, count) + 1} of ${count}`;
}

function overlayScene({ state, theme }: PaneSource): Scene['overlay'] {
  const { layer } = state;
  // A reader has no edge.
  const overlay = layer && overlayLines(layer, state, theme, Number.POSITIVE_INFINITY);
  if (layer === undefined || overlay === undefined) return undefined;
  const lines = overlay.lines.map(spoken);
  const choice = isChoice(layer) ? (lines[overlay.focus] ?? 'Nothing fits.') : '';
  return { kind: layer.kind, lines: lines.filter((line) => line !== ''), choice };
}
