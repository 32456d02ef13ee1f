import type { Command } from '../keys/command.ts';
import { confirmOr } from '../keys/confirm-or.ts';
import { needsRequest } from '../keys/reasons.ts';
import type { State } from '../state/state.ts';

const needsResults = ({ results }: State) => (results.size === 0 ? 'Nothing was sent yet.' : undefined);
const outsideBody = ['collection', 'request', 'token'] as const;

/** What can be done with many requests at once. */
export const RUN_COMMANDS: readonly Command[] = [
  {
    id: 'collection.run',
    title: 'Run all',
    keys: ['r'],
    inFooter: true,
    disabled: needsRequest,
    run: ({ session }) => confirmOr(session, 'collection.run', () => void session.runs.sendAll()),
  },
  {
    id: 'folder.run',
    title: 'Run the folder or file of the request',
    keys: ['D'],
    disabled: needsRequest,
    run: ({ session }) => confirmOr(session, 'folder.run', () => void session.runs.sendFolder()),
  },
  {
    id: 'run.show',
    title: 'Show the last run',
    keys: ['v'],
    disabled: ({ run }) => (run === undefined ? 'Nothing was run yet.' : undefined),
    run: ({ session }) => session.runView.show(),
  },
  {
    id: 'failure.next',
    title: 'Next failure',
    keys: ['n'],
    panes: outsideBody,
    disabled: needsResults,
    run: ({ session }) => session.runView.turnFailure(1),
  },
  {
    id: 'failure.previous',
    title: 'Previous failure',
    keys: ['N'],
    panes: outsideBody,
    disabled: needsResults,
    run: ({ session }) => session.runView.turnFailure(-1),
  },
];

/** Commands that leave the run in sight; any other goes back to the panes first. */
export const STAY_IN_RUN: ReadonlySet<string> = new Set([
  ...['cursor.down', 'cursor.up', 'cursor.pageDown', 'cursor.pageUp', 'cursor.start', 'cursor.end'],
  ...['request.enter', 'request.cancel', 'collection.run', 'run.show', 'failure.next', 'failure.previous'],
  ...['notice.dismiss', 'palette.open', 'help.open', 'app.suspend', 'app.quit'],
]);
