import type { Session } from '../session.ts';
import { PANES, type PaneId } from '../state/state.ts';
import { openJump } from '../targets/jump.ts';
import type { Command } from './command.ts';
import { turnTab } from './turn-tab.ts';

/** Going from pane to pane and from tab to tab. */
export const PANE_COMMANDS: readonly Command[] = [
  {
    id: 'tab.next',
    title: 'Next tab',
    keys: [']'],
    panes: ['request', 'response'],
    run: ({ session }) => turnTab(session, 1),
  },
  {
    id: 'tab.previous',
    title: 'Previous tab',
    keys: ['['],
    panes: ['request', 'response'],
    run: ({ session }) => turnTab(session, -1),
  },
  { id: 'pane.next', title: 'Next pane', keys: ['tab'], inFooter: true, run: ({ session }) => turnPane(session, 1) },
  { id: 'pane.previous', title: 'Previous pane', keys: ['shift+tab'], run: ({ session }) => turnPane(session, -1) },
  ...PANES.map(
    (pane, index): Command => ({
      id: `pane.${pane}`,
      title: `Go to ${pane}`,
      keys: [String(index + 1)],
      run: ({ session }) => session.store.update({ focus: pane }),
    }),
  ),
  {
    id: 'pane.zoom',
    title: 'Zoom the pane',
    keys: ['f'],
    run: ({ session }) => session.store.update(({ isZoomed }) => ({ isZoomed: !isZoomed })),
  },
  {
    id: 'jump.open',
    title: 'Jump by letters',
    keys: ['ctrl+o'],
    disabled: ({ isReader }) => (isReader ? 'There are no letters for a screen reader.' : undefined),
    run: openJump,
  },
  {
    id: 'pane.read',
    title: 'Read the whole pane',
    keys: ['R'],
    disabled: ({ isReader }) => (isReader ? undefined : 'It is for screen readers.'),
    run: ({ session }) => session.store.update(({ readings }) => ({ readings: readings + 1 })),
  },
];

function turnPane(session: Session, step: 1 | -1): void {
  const { focus } = session.store.state();
  const index = (PANES.indexOf(focus) + step + PANES.length) % PANES.length;
  session.store.update({ focus: PANES[index] as PaneId });
}
