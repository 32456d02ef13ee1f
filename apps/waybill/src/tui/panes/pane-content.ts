import type { Redactor } from '@waybill/redaction';
import { keyHint } from '../keys/key-hint.ts';
import type { Area } from '../layout/layout.ts';
import { requestView } from '../request/request-view.ts';
import { bodyLines } from '../response/body-lines.ts';
import type { BodyView } from '../response/body-view.ts';
import type { Session } from '../session.ts';
import { scrollTo, selectedRequest, selectedToken } from '../state/selection.ts';
import { type PaneId, REQUEST_TABS, RESPONSE_TABS, type State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import type { Line } from '../ui/lines.tsx';
import { contentHeight, contentWidth } from '../ui/pane.tsx';
import { wrapLines } from '../ui/wrap-lines.ts';
import { collectionLines } from './collection-lines.ts';
import { responseLines, responseTitle } from './response-lines.ts';
import { tokenLines } from './token-lines.ts';

export interface PaneSource {
  readonly state: State;
  readonly session: Session;
  readonly redactor: Redactor;
  readonly theme: Theme;
  readonly now: number;
}

export interface PaneContent {
  readonly title: string;
  readonly tabs?: { readonly names: readonly string[]; readonly active: number };
  readonly lines: readonly Line[];
  /** The first line in sight. */
  readonly top: number;
  /** What the cursor would be on in each line, where there is a cursor. */
  readonly rows?: readonly (number | undefined)[];
}

/** What a pane shows. */
export function paneContent(id: PaneId, area: Area, source: PaneSource): PaneContent {
  switch (id) {
    case 'collection':
      return collectionContent(area, source);
    case 'token':
      return tokenContent(area, source);
    case 'request':
      return requestContent(area, source);
    case 'response':
      return responseContent(area, source);
  }
}

/** The first visible line when the end is in sight. */
export function lastTopOf({ lines, tabs }: PaneContent, area: Area): number {
  return Math.max(0, lines.length - contentHeight(area) + (tabs === undefined ? 0 : 1));
}

function collectionContent(area: Area, { state, theme }: PaneSource): PaneContent {
  const { lines, cursorLine, requests } = collectionLines(state, theme);
  const title = `Collection${state.filter === '' ? '' : ` /${state.filter}`}`;
  return { title, lines, top: scrollTo(cursorLine, 0, contentHeight(area)), rows: requests };
}

function tokenContent(area: Area, { state, theme, now }: PaneSource): PaneContent {
  const lines = tokenLines(selectedToken(state), now, theme, keyHint('token.signIn', state));
  return scrolled({ title: 'Token', lines }, state.scroll.token, area);
}

function requestContent(area: Area, { state, session, redactor, theme }: PaneSource): PaneContent {
  const width = contentWidth(area);
  const view = requestView({ state, desk: session.requestDesk, redactor, theme, width });
  const tabs = { names: REQUEST_TABS, active: state.requestTab };
  // One line is for the tabs.
  const top = scrollTo(view.lastLine, 0, contentHeight(area) - 1);
  return { title: 'Request', tabs, lines: view.lines, top, rows: view.items };
}

function responseContent(area: Area, { state, session, redactor, theme, now }: PaneSource): PaneContent {
  const request = selectedRequest(state);
  const result = request && state.results.get(request.id);
  const title = responseTitle(result);
  const tabs = { names: RESPONSE_TABS, active: state.responseTab };
  const { bodyView } = session.responseDesk;
  if (bodyView !== undefined) {
    // One line is for the tabs.
    const size = { height: contentHeight(area) - 1, width: contentWidth(area) };
    const isFocused = state.focus === 'response';
    const lines = bodyLines(bodyView, { ...size, isFocused, redactor, theme });
    return { title, tabs, lines, top: 0, rows: bodyRows(bodyView, size) };
  }
  const running = request && state.running.get(request.id);
  const lines = responseLines(result, running, RESPONSE_TABS[state.responseTab] ?? 'Body', {
    ...{ redactor, theme, nowMs: now },
    width: contentWidth(area),
    sendKey: keyHint('request.send', state),
  });
  return scrolled({ title, tabs, lines }, state.scroll.response, area);
}

/** The positions in sight; the last line is for facts. */
function bodyRows(bodyView: BodyView, size: { readonly height: number; readonly width: number }) {
  const rowCount = Math.max(1, size.height - 1);
  const top = bodyView.fit(rowCount, size.width - 1);
  return Array.from({ length: Math.min(rowCount, bodyView.view.lineCount - top) }, (_, line) => top + line);
}

/** Long lines are broken, and the end stays in sight however far somebody scrolled. */
function scrolled(content: Omit<PaneContent, 'top'>, first: number, area: Area): PaneContent {
  const wrapped = { ...content, lines: wrapLines(content.lines, contentWidth(area)), top: 0 };
  return { ...wrapped, top: Math.min(first, lastTopOf(wrapped, area)) };
}
