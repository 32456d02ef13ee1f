import type { SourceLocation } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import { Box, Text, useApp, useWindowSize } from 'ink';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import { stopProcess } from '../platform/stop-process.ts';
import type { TerminalInput } from './input/terminal-input.ts';
import { keyHint } from './keys/key-hint.ts';
import { useKeys } from './keys/use-keys.ts';
import { fullScreen, type Layout, layout } from './layout/layout.ts';
import { DrawnPane } from './panes/drawn-pane.tsx';
import { fullView } from './panes/full-view.ts';
import { overlayLines } from './panes/overlay-lines.ts';
import { lastTopOf, type PaneSource, paneContent } from './panes/pane-content.ts';
import type { Session } from './session.ts';
import { scrollTo, selectedToken } from './state/selection.ts';
import type { PaneId, State } from './state/state.ts';
import { choiceCount } from './targets/choice-count.ts';
import { isChoice } from './targets/choice-layer.ts';
import { JumpLetters } from './targets/jump-letters.tsx';
import { choiceTargets, paneTargets } from './targets/screen-targets.ts';
import type { Target } from './targets/target.ts';
import type { Background } from './theme/background.ts';
import type { Theme } from './theme/theme.ts';
import { Footer } from './ui/footer.tsx';
import { Header } from './ui/header.tsx';
import { Lines } from './ui/lines.tsx';
import { Overlay, overlayWidth } from './ui/overlay.tsx';
import { contentHeight, contentWidth, Pane } from './ui/pane.tsx';
import { useClock } from './ui/use-clock.ts';

export interface AppProps {
  readonly session: Session;
  readonly input: TerminalInput;
  readonly redactor: Redactor;
  themeFor(background: Background | undefined): Theme;
  quit(): void;
  /** Opens a place in a file in the user's editor, which has the terminal to itself. */
  runEditor(location: SourceLocation): Promise<void>;
}

/** The whole screen: header, panes, footer, and what lies above them. */
export function App({ session, input, redactor, themeFor, quit, runEditor }: AppProps) {
  const { suspendTerminal } = useApp();
  const state = useSyncExternalStore(session.store.subscribe, session.store.state);
  const { columns, rows } = useWindowSize();
  const now = useClock(
    selectedToken(state)?.token !== undefined || state.running.size > 0 || state.layer?.kind === 'sign-in',
  );
  const theme = themeFor(state.background);
  const screen = { columns, rows };
  // What is pressed and clicked is about the screen as it is then, which may be newer than what was drawn last.
  const placedNow = () => {
    const { focus, isZoomed } = session.store.state();
    return layout(columns, rows, focus, isZoomed);
  };
  const sourceNow = (): PaneSource => ({ state: session.store.state(), session, redactor, theme, now });
  const areaOf = (pane: PaneId) => placedNow()?.panes.find(({ id }) => id === pane);
  useMouse(input, state.hasMouse);
  const away = async (work: () => Promise<void>) => {
    const { hasMouse } = session.store.state();
    if (hasMouse) input.setMouse(false);
    await suspendTerminal(work);
    if (hasMouse) input.setMouse(true);
  };
  useKeys(input, {
    session,
    get pageHeight() {
      const area = areaOf(session.store.state().focus);
      // Two lines stay in sight, and tabs and facts take as many.
      return area === undefined ? 1 : Math.max(1, contentHeight(area) - 2);
    },
    lastTop: (pane) => {
      const area = areaOf(pane);
      return area === undefined ? 0 : lastTopOf(paneContent(pane, area, sourceNow()), area);
    },
    isVisible: () => placedNow() !== undefined,
    targets: () => screenTargets(placedNow(), sourceNow()),
    quit,
    openEditor: (location) => away(() => runEditor(location)),
    suspend: () => away(stopProcess),
  });
  const placed = layout(columns, rows, state.focus, state.isZoomed);
  if (placed === undefined) {
    const text = `Too small: Waybill needs 40 columns and 10 rows. ${keyHint('app.quit', state)} quits.`;
    return <Text wrap="truncate-end">{text}</Text>;
  }
  const source = { state, session, redactor, theme, now };
  const overlay = overlayOf(state, theme, screen);
  const fullArea = fullScreen(columns, rows);
  const full = fullView(state, {
    ...{ redactor, theme, nowMs: now },
    ...{ width: contentWidth(fullArea), height: contentHeight(fullArea) },
  });
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <Header state={state} theme={theme} />
      {full === undefined ? null : (
        <Pane area={fullArea} title={full.title} isFocused theme={theme}>
          <Lines lines={full.lines} first={full.first} height={contentHeight(fullArea)} />
        </Pane>
      )}
      {(full === undefined ? placed.panes : []).map(({ id, ...area }) => (
        <DrawnPane key={id} id={id} area={area} source={source} />
      ))}
      <Box position="absolute" marginTop={rows - 1} width={columns} height={1}>
        <Footer state={state} theme={theme} />
      </Box>
      {overlay === undefined ? null : <Overlay {...screen} lines={overlay.lines} first={overlay.first} />}
      {state.layer?.kind === 'jump' ? (
        <JumpLetters targets={screenTargets(placed, source)} typed={state.layer.typed} />
      ) : null}
    </Box>
  );
}

/** Clicks and the wheel are for the screen while it is there, however it ends. */
function useMouse(input: TerminalInput, isOn: boolean): void {
  useLayoutEffect(() => {
    if (!isOn) return undefined;
    input.setMouse(true);
    return () => input.setMouse(false);
  }, [input, isOn]);
}

function overlayOf(state: State, theme: Theme, { columns, rows }: Pick<Layout, 'columns' | 'rows'>) {
  const overlay = state.layer && overlayLines(state.layer, state, theme, overlayWidth(columns));
  return overlay && { ...overlay, first: scrollTo(overlay.focus, 0, rows - 6) };
}

/** What one can go to: what lies over the panes, or else all that is in them. */
function screenTargets(placed: Layout | undefined, source: PaneSource): readonly Target[] {
  if (placed === undefined) return [];
  const { state, theme } = source;
  const overlay = overlayOf(state, theme, placed);
  const layer = state.layer?.kind === 'jump' ? state.layer.over : state.layer;
  if (overlay === undefined && (layer?.kind === 'compare' || state.view === 'run')) return [];
  if (overlay === undefined)
    return placed.panes.flatMap(({ id, ...area }) => paneTargets(id, area, paneContent(id, area, source)));
  if (!isChoice(layer)) return [];
  const firstChoice = overlay.focus - layer.index;
  const choices = choiceCount(layer, state);
  return choiceTargets(placed, { lineCount: overlay.lines.length, first: overlay.first, firstChoice, choices });
}
