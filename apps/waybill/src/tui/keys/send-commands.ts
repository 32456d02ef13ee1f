import { selectedRequest } from '../state/selection.ts';
import type { Command } from './command.ts';
import { confirmOr } from './confirm-or.ts';
import { needsRequest, needsRunning } from './reasons.ts';

/** What is done with requests as a whole. */
export const SEND_COMMANDS: readonly Command[] = [
  {
    id: 'request.send',
    title: 'Send',
    keys: ['s'],
    inFooter: true,
    disabled: needsRequest,
    run: ({ session }) => confirmOr(session, 'request.send', () => void session.runs.send()),
  },
  {
    id: 'request.enter',
    title: 'Send, edit the value, or fold in the body',
    keys: ['enter'],
    disabled: needsRequest,
    run: ({ session, openEditor }) => {
      if (session.store.state().view === 'run') return session.runView.open();
      if (session.store.state().focus === 'request') return session.requestDesk.editValue(openEditor);
      const isFocused = session.store.state().focus === 'response';
      if (isFocused && session.responseDesk.look((view) => view.toggleFold())) return;
      return confirmOr(session, 'request.send', () => void session.runs.send());
    },
  },
  {
    id: 'request.cancel',
    title: 'Cancel',
    keys: ['ctrl+x'],
    disabled: needsRunning,
    run: ({ session }) => session.cancel(),
  },
  {
    id: 'request.edit',
    title: 'Edit in $EDITOR',
    keys: ['e'],
    disabled: needsRequest,
    run: async ({ session, openEditor }) => {
      const location = selectedRequest(session.store.state())?.location;
      if (location !== undefined) await openEditor(location);
      await session.load();
    },
  },
];
