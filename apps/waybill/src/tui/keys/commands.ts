import { COMPARE_COMMANDS } from '../compare/compare-commands.ts';
import { HISTORY_COMMANDS } from '../history/history-commands.ts';
import { REQUEST_COMMANDS } from '../request/request-commands.ts';
import { RESPONSE_COMMANDS } from '../response/response-commands.ts';
import { RUN_COMMANDS } from '../runs/run-commands.ts';
import { TOKEN_COMMANDS } from '../sign-in/token-commands.ts';
import { APP_COMMANDS } from './app-commands.ts';
import { COLLECTION_COMMANDS } from './collection-commands.ts';
import type { Command } from './command.ts';
import { CURSOR_COMMANDS } from './cursor-commands.ts';
import { PANE_COMMANDS } from './pane-commands.ts';
import { SEND_COMMANDS } from './send-commands.ts';

/** Everything a person can do, in the order of the manual. Each concept has its table where its code is. */
export const COMMANDS: readonly Command[] = [
  ...SEND_COMMANDS,
  ...RUN_COMMANDS,
  ...CURSOR_COMMANDS,
  ...PANE_COMMANDS,
  ...RESPONSE_COMMANDS,
  ...REQUEST_COMMANDS,
  ...COLLECTION_COMMANDS,
  ...TOKEN_COMMANDS,
  ...HISTORY_COMMANDS,
  ...COMPARE_COMMANDS,
  ...APP_COMMANDS,
];
