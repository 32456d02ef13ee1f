import type { Command } from './command.ts';
import { needsNotice } from './reasons.ts';

/** What concerns the program itself. */
export const APP_COMMANDS: readonly Command[] = [
  {
    id: 'notice.dismiss',
    title: 'Dismiss the error',
    keys: ['d'],
    disabled: needsNotice,
    run: ({ session }) => session.store.update(({ notices }) => ({ notices: notices.slice(1) })),
  },
  {
    id: 'palette.open',
    title: 'All commands',
    keys: ['ctrl+p', ':'],
    run: ({ session }) => session.store.update({ layer: { kind: 'palette', query: '', index: 0 } }),
  },
  {
    id: 'help.open',
    title: 'Help',
    keys: ['?'],
    run: ({ session }) => session.store.update({ layer: { kind: 'help', first: 0 } }),
  },
  {
    id: 'mouse.toggle',
    title: 'Mouse on or off',
    keys: ['M'],
    disabled: ({ isReader }) => (isReader ? 'There is nothing to click for a screen reader.' : undefined),
    run: ({ session }) =>
      session.store.update(({ hasMouse }) => ({
        hasMouse: !hasMouse,
        message: hasMouse ? 'The mouse is the terminal’s again.' : 'Clicks and the wheel work here.',
      })),
  },
  { id: 'app.suspend', title: 'Suspend to the shell', keys: ['ctrl+z'], run: ({ suspend }) => suspend() },
  { id: 'app.quit', title: 'Quit', keys: ['q'], run: ({ quit }) => quit() },
];
