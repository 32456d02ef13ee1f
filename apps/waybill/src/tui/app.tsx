import type { SourceLocation } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import { Box, Text, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { COMMANDS, type CommandContext } from './keys/commands.ts';
import { dispatchKey } from './keys/dispatch.ts';
import { keyNames } from './keys/key-names.ts';
import { type Area, layout } from './layout/layout.ts';
import { collectionLines } from './panes/collection-lines.ts';
import { overlayLines } from './panes/overlay-lines.ts';
import { requestLines } from './panes/request-lines.ts';
import { responseLines, responseTitle } from './panes/response-lines.ts';
import { tokenLines } from './panes/token-lines.ts';
import type { Session } from './session.ts';
import { scrollTo, selectedRequest, selectedToken } from './state/selection.ts';
import { PANES, type PaneId, REQUEST_TABS, RESPONSE_TABS, type State } from './state/state.ts';
import type { Theme } from './theme/theme.ts';
import { type Line, Lines, plain } from './ui/lines.tsx';
import { Overlay } from './ui/overlay.tsx';
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
  const now = useClock(selectedToken(state)?.token !== undefined || state.running.size > 0);
  const placed = layout(columns, rows, state.focus, state.isZoomed);
  const focused = placed?.panes.find(({ id }) => id === state.focus);
  const context: CommandContext = {
    session,
    pageHeight: focused === undefined ? 1 : contentHeight(focused),
    quit,
    edit,
  };
  useInput((input, key) => {
    void pressAll(input === 'c' && key.ctrl ? ['q'] : keyNames(input, key), context);
  });
  if (placed === undefined)
    return <Text wrap="truncate-end">Too small: Waybill needs 40 columns and 10 rows. q quits.</Text>;
  const overlay = state.layer && overlayLines(state.layer, state, theme);
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Header state={state} theme={theme} />
      {placed.panes.map(({ id, ...area }) => (
        <PaneOf key={id} id={id} area={area} state={state} redactor={redactor} theme={theme} now={now} />
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
  for (const key of keys) await dispatchKey(key, context);
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
  // What always helps comes first: a narrow screen cuts the rest.
  const [always, other] = [
    COMMANDS.filter(({ id }) => ALWAYS_SHOWN.has(id)),
    COMMANDS.filter(({ inFooter }) => inFooter),
  ];
  const keys = [...always, ...other].flatMap(({ keys: [key], title }) => [
    { text: key as string, color: theme.accent, bold: true },
    { text: ` ${title}  ` },
  ]);
  return <Lines lines={[keys]} first={0} height={1} />;
}

interface PaneOfProps {
  readonly id: PaneId;
  readonly area: Area;
  readonly state: State;
  readonly redactor: Redactor;
  readonly theme: Theme;
  readonly now: number;
}

function PaneOf({ id, area, state, redactor, theme, now }: PaneOfProps) {
  const { title, first, tabs, ...content } = paneContent(id, area, { state, redactor, theme, now });
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
  { state, redactor, theme, now }: Omit<PaneOfProps, 'id' | 'area'>,
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
    const lines =
      request === undefined
        ? [plain('There is no request.')]
        : requestLines(request, REQUEST_TABS[state.requestTab] ?? 'URL', theme);
    return { title: 'Request', lines, first, tabs: tabLine(REQUEST_TABS, state.requestTab, theme), isWrapped: true };
  }
  const result = request && state.results.get(request.id);
  const lines = responseLines(
    result,
    request && state.running.get(request.id),
    RESPONSE_TABS[state.responseTab] ?? 'Body',
    redactor,
    theme,
  );
  const isWrapped = RESPONSE_TABS[state.responseTab] !== 'Body';
  return {
    title: responseTitle(result),
    lines,
    first,
    tabs: tabLine(RESPONSE_TABS, state.responseTab, theme),
    isWrapped,
  };
}

function tabLine(tabs: readonly string[], active: number, theme: Theme): Line {
  return tabs.flatMap((tab, index) => [
    index === active ? { text: `[${tab}]`, bold: true, color: theme.accent } : { text: ` ${tab} ` },
    { text: ' ' },
  ]);
}
