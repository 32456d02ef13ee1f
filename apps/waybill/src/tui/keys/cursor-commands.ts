import type { Session } from '../session.ts';
import { clamp, visibleRequests } from '../state/selection.ts';
import type { PaneId } from '../state/state.ts';
import type { Command, CommandContext } from './command.ts';
import { turnTab } from './turn-tab.ts';

/** Moving within a pane. */
export const CURSOR_COMMANDS: readonly Command[] = [
  { id: 'cursor.down', title: 'Down', keys: ['down', 'j'], run: (context) => move(context, 1) },
  { id: 'cursor.up', title: 'Up', keys: ['up', 'k'], run: (context) => move(context, -1) },
  {
    id: 'cursor.pageDown',
    title: 'Page down',
    keys: ['pagedown', ' '],
    run: (context) => move(context, context.pageHeight),
  },
  {
    id: 'cursor.pageUp',
    title: 'Page up',
    keys: ['pageup', 'b'],
    run: (context) => move(context, -context.pageHeight),
  },
  {
    id: 'cursor.start',
    title: 'To the start',
    keys: ['home', 'g'],
    run: (context) => move(context, Number.NEGATIVE_INFINITY),
  },
  {
    id: 'cursor.end',
    title: 'To the end',
    keys: ['end', 'G'],
    run: (context) => move(context, Number.POSITIVE_INFINITY),
  },
  {
    id: 'cursor.right',
    title: 'Scroll right, or next tab',
    keys: ['right', 'l'],
    panes: ['request', 'response'],
    run: ({ session }) => turnAside(session, 1),
  },
  {
    id: 'cursor.left',
    title: 'Scroll left, or previous tab',
    keys: ['left', 'h'],
    panes: ['request', 'response'],
    run: ({ session }) => turnAside(session, -1),
  },
];

function move(context: CommandContext, distance: number): void {
  const { session } = context;
  const { view, focus } = session.store.state();
  if (view === 'run') session.runView.move(distance);
  else moveIn(focus, context, distance);
}

/** Moves the cursor of a pane, or scrolls one that has none. */
export function moveIn(pane: PaneId, { session, lastTop }: CommandContext, distance: number): void {
  const state = session.store.state();
  const { cursor, scroll } = state;
  if (pane === 'request') {
    session.requestDesk.move(distance);
  } else if (pane === 'collection') {
    const moved = clamp(cursor + distance, visibleRequests(state).length);
    session.store.update({ cursor: moved, scroll: { ...scroll, request: 0, response: 0, token: 0 } });
  } else if (pane !== 'response' || !session.responseDesk.look((view) => view.move(distance))) {
    const lines = lastTop(pane) + 1;
    const top = clamp(clamp(scroll[pane], lines) + distance, lines);
    session.store.update({ scroll: { ...scroll, [pane]: top } });
  }
}

/** A body whose lines do not fit scrolls; whatever fits has its tabs turned. */
function turnAside(session: Session, step: 1 | -1): void {
  const isFocused = session.store.state().focus === 'response';
  if (isFocused && session.responseDesk.bodyView?.scrollSideways(step)) session.store.update({});
  else turnTab(session, step);
}
