import type { Command } from '../keys/command.ts';
import { needsRequest } from '../keys/reasons.ts';

/** What works in the request pane. */
export const REQUEST_COMMANDS: readonly Command[] = [
  {
    id: 'request.editValue',
    title: 'Edit the value',
    keys: ['i'],
    panes: ['request'],
    disabled: needsRequest,
    run: ({ session, openEditor }) => session.requestDesk.editValue(openEditor),
  },
  {
    id: 'request.addEntry',
    title: 'Add a header, parameter, field or body',
    keys: ['a'],
    panes: ['request'],
    disabled: needsRequest,
    run: ({ session }) => session.requestDesk.addEntry(),
  },
  {
    id: 'request.removeEntry',
    title: 'Remove a header, parameter or field',
    keys: ['x'],
    panes: ['request'],
    disabled: needsRequest,
    run: ({ session }) => session.requestDesk.removeEntry(),
  },
];
