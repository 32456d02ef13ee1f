import type { Command } from '../keys/command.ts';
import { shownResponse } from '../response/shown-response.ts';

export const COMPARE_COMMANDS: readonly Command[] = [
  {
    id: 'response.compare',
    title: 'Compare with an earlier response',
    keys: ['='],
    disabled: (state) => (shownResponse(state) === undefined ? 'There is no response yet.' : undefined),
    run: ({ session }) => session.compareDesk.open(),
  },
];
