import { Static, Text, useApp } from 'ink';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { stopProcess } from '../../platform/stop-process.ts';
import type { AppProps } from '../app.tsx';
import { keyHint } from '../keys/key-hint.ts';
import { useKeys } from '../keys/use-keys.ts';
import type { PaneSource } from '../panes/pane-content.ts';
import { PLAIN } from '../theme/theme.ts';
import { announcements } from './announcements.ts';
import { promptText } from './prompt-text.ts';
import { lineCountOf, type Scene, sceneOf } from './scene.ts';

/** Lines that a page key moves, where there are no pages. */
const PAGE = 10;

/** The same UI for a screen reader: each change is a line below the others, and only what is typed changes in place. */
export function ReaderApp({ session, input, redactor, quit, runEditor }: Omit<AppProps, 'themeFor'>) {
  const { suspendTerminal } = useApp();
  const state = useSyncExternalStore(session.store.subscribe, session.store.state);
  const [said, setSaid] = useState<readonly string[]>([`Waybill. ${keyHint('help.open', state)} lists the keys.`]);
  const last = useRef<Scene>(undefined);
  useEffect(() => {
    // Nothing is said of a collection that is still being read.
    if (last.current === undefined && state.requests.length === 0 && state.notices.length === 0) return;
    const scene = sceneOf({ state, session, redactor, theme: PLAIN, now: Date.now() });
    const lines = announcements(last.current, scene, redactor);
    last.current = scene;
    if (lines.length > 0) setSaid((before) => [...before, ...lines]);
  }, [state, session, redactor]);
  const sourceNow = (): PaneSource => ({
    state: session.store.state(),
    session,
    redactor,
    theme: PLAIN,
    now: Date.now(),
  });
  useKeys(input, {
    session,
    pageHeight: PAGE,
    lastTop: (pane) => Math.max(0, lineCountOf(pane, sourceNow()) - 1),
    isVisible: () => true,
    targets: () => [],
    quit,
    openEditor: (location) => suspendTerminal(() => runEditor(location)),
    suspend: () => suspendTerminal(stopProcess),
  });
  return (
    <>
      <Static items={[...said]}>{(line, index) => <Text key={index}>{line}</Text>}</Static>
      <Text>{promptText(state)}</Text>
    </>
  );
}
