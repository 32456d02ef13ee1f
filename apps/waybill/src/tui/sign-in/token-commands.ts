import type { Command } from '../keys/command.ts';
import { needsIdentity } from '../keys/reasons.ts';

/** What is done with the token of the request under the cursor. */
export const TOKEN_COMMANDS: readonly Command[] = [
  {
    id: 'token.signIn',
    title: 'Sign in',
    keys: ['t'],
    inFooter: true,
    disabled: needsIdentity,
    run: ({ session }) => void session.tokens.signIn(),
  },
  {
    id: 'token.forget',
    title: 'Forget the token',
    keys: ['T'],
    disabled: needsIdentity,
    run: ({ session }) => session.tokens.forget(),
  },
];
