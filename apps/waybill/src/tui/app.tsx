import type { SourceLocation } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import { Box, Text, useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { stopProcess } from '../platform/stop-process.ts';
import { COMMANDS, type CommandContext } from './keys/commands.ts';
import { dispatchKey } from './keys/dispatch.ts';
import { keyNames } from './keys/key-names.ts';
import { keyLabel, keysOf } from './keys/keymap.ts';
import { type Area, layout } from './layout/layout.ts';
import { collectionLines } from './panes/collection-lines.ts';
import { overlayLines } from './panes/overlay-lines.ts';
import { responseLines, responseTitle } from './panes/response-lines.ts';
import { tokenLines } from './panes/token-lines.ts';
import { pastedKeys } from './request/pasted-keys.ts';
import type { RequestDesk } from './request/request-desk.ts';
import { requestFooter } from './request/request-layers.ts';
import { requestView } from './request/request-view.ts';
import { bodyLines } from './response/body-lines.ts';
import { bodyPromptLine } from './response/body-prompt-line.ts';
import type { BodyView } from './response/body-view.ts';
import type { Session } from './session.ts';
import { scrollTo, selectedRequest, selectedToken } from './state/selection.ts';
import { PANES, type PaneId, REQUEST_TABS, RESPONSE_TABS, type State } from './state/state.ts';
import type { Theme } from './theme/theme.ts';
import { type Line, Lines, plain } from './ui/lines.tsx';
import { Overlay, overlayWidth } from './ui/overlay.tsx';
import { contentHeight, contentWidth, Pane } from './ui/pane.tsx';
import { wrapLines } from './ui/wrap-lines.ts';

export interface AppProps {
  readonly session: Session;
  readonly redactor: Redactor;
  readonly theme: Theme;
  quit(): void;
  /** Opens a place in a file in the user's editor, which has the terminal to itself. */
  runEditor(location: SourceLocation): Promise<void>;
}

/** The whole screen: header, panes, footer, and what lies above them. */
export function App({ session, redactor, theme, quit, runEditor }: AppProps) {
  const { suspendTerminal } = useApp();
  const edit = async () => {
    const location = selectedRequest(session.store.state())?.location;
    if (location !== undefined) await suspendTerminal(() => runEditor(location));
    await session.load();
  };
  const state = useSyncExternalStore(session.store.subscribe, session.store.state);
  const { columns, rows } = useWindowSize();
  const now = useClock(
    selectedToken(state)?.token !== undefined || state.running.size > 0 || state.layer?.kind === 'sign-in',
  );
  const placed = layout(columns, rows, state.focus, state.isZoomed);
  const focused = placed?.panes.find(({ id }) => id === state.focus);
  const context: CommandContext = {
    session,
    // Two lines stay in sight, and tabs and facts take as many.
    pageHeight: focused === undefined ? 1 : Math.max(1, contentHeight(focused) - 2),
    quit,
    edit,
    openEditor: (location) => suspendTerminal(() => runEditor(location)),
    suspend: () => suspendTerminal(stopProcess),
  };
  useInput((input, key) => {
    void pressAll(keyNames(input, key), context);
  });
  usePaste((text) => {
    void pressAll(pastedKeys(text, session.store.state().layer), context);
  });
  if (placed === undefined)
    return <Text wrap="truncate-end">Too small: Waybill needs 40 columns and 10 rows. q quits.</Text>;
  const overlay = state.layer && overlayLines(state.layer, state, theme, overlayWidth(columns));
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Header state={state} theme={theme} />
      {placed.panes.map(({ id, ...area }) => (
        <PaneOf
          key={id}
          id={id}
          area={area}
          state={state}
          bodyView={session.responseDesk.bodyView}
          requestDesk={session.requestDesk}
          redactor={redactor}
          theme={theme}
          now={now}
        />
      ))}
      <Box position="absolute" marginTop={rows - 1} width={columns} height={1}>
        <Footer state={state} theme={theme} />
      </Box>
      {overlay === undefined ? null : (
        <Overlay columns={columns} rows={rows} lines={overlay.lines} first={scrollTo(overlay.focus, 0, rows - 6)} />
      )}
    </Box>
  );
}

/** Keys of one event run one after the other: the second may depend on what the first opened. */
async function pressAll(keys: readonly string[], context: CommandContext): Promise<void> {
  for (const key of keys) {
    // What is typed takes effect at once, or an arrow that comes with the next event would overtake it.
    const isTyped = context.session.store.state().layer?.kind === 'request-edit' && key !== 'enter';
    const pressed = dispatchKey(key, context);
    if (!isTyped) await pressed;
  }
}

/** The time, renewed once a second while something on the screen depends on it. */
function useClock(isNeeded: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!isNeeded) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isNeeded]);
  return now;
}

function Header({ state, theme }: { readonly state: State; readonly theme: Theme }) {
  const [notice] = state.notices;
  if (notice !== undefined) {
    const text = `${notice.place === undefined ? '' : `${notice.place}: `}${notice.message} [${notice.code}] ${notice.hint ?? ''}  d dismisses`;
    return <Lines lines={[plain(text, { color: theme.bad })]} first={0} height={1} />;
  }
  const environment: Line = [
    { text: `  ${state.environment ?? 'no environment'}`, color: theme.accent },
    { text: state.isProtected ? ' protected' : '', color: theme.warning, bold: true },
  ];
  return (
    <Lines
      lines={[[{ text: state.title, bold: true }, ...environment, { text: `  ${state.message}` }]]}
      first={0}
      height={1}
    />
  );
}

const ALWAYS_SHOWN: ReadonlySet<string> = new Set(['help.open', 'app.quit']);

function Footer({ state, theme }: { readonly state: State; readonly theme: Theme }) {
  if (state.layer?.kind === 'filter')
    return <Lines lines={[plain(`/${state.filter}▏  Enter keeps, Esc clears`)]} first={0} height={1} />;
  if (state.layer?.kind === 'request-edit' || state.layer?.kind === 'request-remove')
    return <Lines lines={[plain(requestFooter(state.layer))]} first={0} height={1} />;
  if (state.layer?.kind === 'body-prompt')
    return <Lines lines={[bodyPromptLine(state.layer, theme)]} first={0} height={1} />;
  // What always helps comes first: a narrow screen cuts the rest.
  const [always, other] = [
    COMMANDS.filter(({ id }) => ALWAYS_SHOWN.has(id)),
    COMMANDS.filter(({ inFooter, panes }) => inFooter && (panes === undefined || panes.includes(state.focus))),
  ];
  const keys = [...always, ...other].flatMap((command) => [
    { text: keysOf(command, state).slice(0, 1).map(keyLabel).join(), color: theme.accent, bold: true },
    { text: ` ${command.title}  ` },
  ]);
  return <Lines lines={[keys]} first={0} height={1} />;
}

interface PaneOfProps {
  readonly id: PaneId;
  readonly area: Area;
  readonly state: State;
  readonly bodyView: BodyView | undefined;
  readonly requestDesk: RequestDesk;
  readonly redactor: Redactor;
  readonly theme: Theme;
  readonly now: number;
}

function PaneOf({ id, area, state, bodyView, requestDesk, redactor, theme, now }: PaneOfProps) {
  const { title, first, tabs, ...content } = paneContent(id, area, {
    state,
    bodyView,
    requestDesk,
    redactor,
    theme,
    now,
  });
  const lines = content.isWrapped ? wrapLines(content.lines, contentWidth(area)) : content.lines;
  const height = contentHeight(area) - (tabs === undefined ? 0 : 1);
  const top = Math.min(first, Math.max(0, lines.length - height));
  return (
    <Pane area={area} title={title} number={PANES.indexOf(id) + 1} isFocused={state.focus === id} theme={theme}>
      {tabs === undefined ? null : <Lines lines={[tabs]} first={0} height={1} />}
      <Lines lines={lines} first={top} height={height} />
    </Pane>
  );
}

interface PaneContent {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly first: number;
  readonly tabs?: Line;
  /** Whether long lines are broken instead of cut. */
  readonly isWrapped?: boolean;
}

function paneContent(
  id: PaneId,
  area: Area,
  { state, bodyView, requestDesk, redactor, theme, now }: Omit<PaneOfProps, 'id' | 'area'>,
): PaneContent {
  const request = selectedRequest(state);
  const first = state.scroll[id];
  if (id === 'collection') {
    const { lines, cursorLine } = collectionLines(state, theme);
    return {
      title: `Collection${state.filter === '' ? '' : ` /${state.filter}`}`,
      lines,
      first: scrollTo(cursorLine, 0, contentHeight(area)),
    };
  }
  if (id === 'token') {
    return { title: 'Token', lines: tokenLines(selectedToken(state), now, theme), first, isWrapped: true };
  }
  if (id === 'request') {
    const view = requestView({ state, desk: requestDesk, redactor, theme, width: contentWidth(area) });
    // One line is for the tabs.
    const top = scrollTo(view.lastLine, 0, contentHeight(area) - 1);
    const tabs = tabLine(REQUEST_TABS, state.requestTab, theme);
    return { title: 'Request', lines: view.lines, first: top, tabs };
  }
  const result = request && state.results.get(request.id);
  const tabs = tabLine(RESPONSE_TABS, state.responseTab, theme);
  if (bodyView !== undefined) {
    // One line is for the tabs.
    const size = { height: contentHeight(area) - 1, width: contentWidth(area) };
    const lines = bodyLines(bodyView, { ...size, isFocused: state.focus === id, redactor, theme });
    return { title: responseTitle(result), lines, first: 0, tabs };
  }
  const lines = responseLines(
    result,
    request && state.running.get(request.id),
    RESPONSE_TABS[state.responseTab] ?? 'Body',
    redactor,
    theme,
  );
  return { title: responseTitle(result), lines, first, tabs, isWrapped: true };
}

function tabLine(tabs: readonly string[], active: number, theme: Theme): Line {
  return tabs.flatMap((tab, index) => [
    index === active ? { text: `[${tab}]`, bold: true, color: theme.accent } : { text: ` ${tab} ` },
    { text: ' ' },
  ]);
}
