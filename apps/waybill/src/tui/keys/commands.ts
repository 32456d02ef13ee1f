import type { SourceLocation } from '@waybill/errors';
import { HISTORY_COMMANDS } from '../history/history-commands.ts';
import { REQUEST_COMMANDS } from '../request/request-commands.ts';
import { RESPONSE_COMMANDS } from '../response/response-commands.ts';
import type { Session } from '../session.ts';
import { clamp, selectedRequest, selectedToken, visibleRequests } from '../state/selection.ts';
import { type Layer, PANES, type PaneId, REQUEST_TABS, RESPONSE_TABS, type State } from '../state/state.ts';
import { confirmOr } from './confirm-or.ts';

/** What commands act on. */
export interface CommandContext {
  readonly session: Session;
  /** Lines of the response pane, for page keys. */
  readonly pageHeight: number;
  quit(): void;
  edit(): Promise<void>;
  openEditor(location: SourceLocation): Promise<void>;
  /** Gives the terminal back to the shell until the program is continued. */
  suspend(): Promise<void>;
}

/** One thing a person can do. Footer, help, palette and key handling all come from this table. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  /** Panes in which the keys work; everywhere when absent. */
  readonly panes?: readonly PaneId[];
  /** Whether the footer has room for it. */
  readonly inFooter?: boolean;
  /** Why it cannot be done now; `undefined` when it can. */
  disabled?(state: State): string | undefined;
  run(context: CommandContext): void | Promise<void>;
}

const needsRequest = (state: State) => (selectedRequest(state) === undefined ? 'There is no request.' : undefined);
const needsRunning = (state: State) => (state.running.size === 0 ? 'Nothing is under way.' : undefined);
const needsIdentity = (state: State) =>
  selectedToken(state) === undefined ? 'This request has no identity.' : undefined;

export const COMMANDS: readonly Command[] = [
  {
    id: 'request.send',
    title: 'Send',
    keys: ['s'],
    inFooter: true,
    disabled: needsRequest,
    run: ({ session }) => confirmOr(session, 'request.send', () => session.send()),
  },
  {
    id: 'request.enter',
    title: 'Send, edit the value, or fold in the body',
    keys: ['enter'],
    disabled: needsRequest,
    run: ({ session, openEditor }) => {
      if (session.store.state().focus === 'request') return session.requestDesk.editValue(openEditor);
      const isFocused = session.store.state().focus === 'response';
      if (isFocused && session.responseDesk.look((view) => view.toggleFold())) return;
      return confirmOr(session, 'request.send', () => session.send());
    },
  },
  {
    id: 'collection.run',
    title: 'Run all',
    keys: ['r'],
    inFooter: true,
    disabled: needsRequest,
    run: ({ session }) => confirmOr(session, 'collection.run', () => session.runAll()),
  },
  {
    id: 'request.cancel',
    title: 'Cancel',
    keys: ['ctrl+x'],
    disabled: needsRunning,
    run: ({ session }) => session.cancel(),
  },
  { id: 'request.edit', title: 'Edit in $EDITOR', keys: ['e'], disabled: needsRequest, run: ({ edit }) => edit() },
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
    id: 'collection.filter',
    title: 'Filter requests',
    keys: ['/'],
    panes: ['collection', 'request', 'token'],
    inFooter: true,
    run: ({ session }) => session.store.update({ layer: { kind: 'filter' }, focus: 'collection' }),
  },
  ...RESPONSE_COMMANDS,
  ...REQUEST_COMMANDS,
  { id: 'collection.reload', title: 'Reload files', keys: ['ctrl+r'], run: ({ session }) => session.load() },
  {
    id: 'environment.choose',
    title: 'Environment',
    keys: ['E'],
    inFooter: true,
    run: ({ session }) => openEnvironments(session),
  },
  {
    id: 'token.signIn',
    title: 'Sign in',
    keys: ['t'],
    inFooter: true,
    disabled: needsIdentity,
    run: ({ session }) => session.signIn(),
  },
  {
    id: 'token.forget',
    title: 'Forget the token',
    keys: ['T'],
    disabled: needsIdentity,
    run: ({ session }) => session.forgetToken(),
  },
  ...HISTORY_COMMANDS,
  {
    id: 'notice.dismiss',
    title: 'Dismiss the error',
    keys: ['d'],
    disabled: ({ notices }) => (notices.length === 0 ? 'There is no error.' : undefined),
    run: ({ session }) => session.store.update(({ notices }) => ({ notices: notices.slice(1) })),
  },
  {
    id: 'palette.open',
    title: 'All commands',
    keys: ['ctrl+p', ':'],
    run: ({ session }) => open(session, { kind: 'palette', query: '', index: 0 }),
  },
  {
    id: 'help.open',
    title: 'Help',
    keys: ['?'],
    run: ({ session }) => open(session, { kind: 'help' }),
  },
  { id: 'app.suspend', title: 'Suspend to the shell', keys: ['ctrl+z'], run: ({ suspend }) => suspend() },
  { id: 'app.quit', title: 'Quit', keys: ['q'], run: ({ quit }) => quit() },
];

function open(session: Session, layer: Layer): void {
  session.store.update({ layer });
}

function openEnvironments(session: Session): void {
  const { environments, environment } = session.store.state();
  open(session, { kind: 'environments', index: Math.max(0, environments.indexOf(environment ?? '')) });
}

function move({ session }: CommandContext, distance: number): void {
  const state = session.store.state();
  if (state.focus === 'request') {
    session.requestDesk.move(distance);
    return;
  }
  if (state.focus === 'response' && session.responseDesk.look((view) => view.move(distance))) return;
  if (state.focus !== 'collection') {
    const scroll = Math.max(
      0,
      distance === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : state.scroll[state.focus] + distance,
    );
    session.store.update({ scroll: { ...state.scroll, [state.focus]: Number.isFinite(scroll) ? scroll : 0 } });
    return;
  }
  const cursor = clamp(state.cursor + distance, visibleRequests(state).length);
  session.store.update({ cursor, scroll: { ...state.scroll, request: 0, response: 0, token: 0 } });
}

/** A body whose lines do not fit scrolls; whatever fits has its tabs turned. */
function turnAside(session: Session, step: 1 | -1): void {
  const isFocused = session.store.state().focus === 'response';
  if (isFocused && session.responseDesk.bodyView?.scrollSideways(step)) session.store.update({});
  else turnTab(session, step);
}

function turnTab(session: Session, step: number): void {
  const { focus, requestTab, responseTab, scroll } = session.store.state();
  const turned = (tab: number, count: number) => (tab + step + count) % count;
  session.store.update({ scroll: { ...scroll, [focus]: 0 } });
  if (focus === 'request') session.store.update({ requestTab: turned(requestTab, REQUEST_TABS.length) });
  if (focus === 'response') session.store.update({ responseTab: turned(responseTab, RESPONSE_TABS.length) });
}

function turnPane(session: Session, step: number): void {
  const { focus } = session.store.state();
  const index = (PANES.indexOf(focus) + step + PANES.length) % PANES.length;
  session.store.update({ focus: PANES[index] as PaneId });
}
