import type { Command } from '../keys/command.ts';
import { RESPONSE_TABS, type State } from '../state/state.ts';
import { shownBody, shownResponse } from './shown-response.ts';

const panes = ['response'] as const;

const needsResponse = (state: State) => (shownResponse(state) === undefined ? 'There is no response yet.' : undefined);
const needsBody = (state: State) => {
  if (needsResponse(state) !== undefined) return needsResponse(state);
  if (RESPONSE_TABS[state.responseTab] !== 'Body') return 'The Body tab is not open.';
  return shownBody(state) === undefined ? 'The body is empty.' : undefined;
};

/** What can be done with a response. */
export const RESPONSE_COMMANDS: readonly Command[] = [
  {
    id: 'body.search',
    title: 'Search the body',
    keys: ['/'],
    panes,
    inFooter: true,
    disabled: needsBody,
    run: ({ session }) => session.responseDesk.ask('search'),
  },
  {
    id: 'body.nextMatch',
    title: 'Next match',
    keys: ['n'],
    panes,
    disabled: needsBody,
    run: ({ session }) => void session.responseDesk.look((view) => view.turnMatch(1)),
  },
  {
    id: 'body.previousMatch',
    title: 'Previous match',
    keys: ['N'],
    panes,
    disabled: needsBody,
    run: ({ session }) => void session.responseDesk.look((view) => view.turnMatch(-1)),
  },
  {
    id: 'body.fold',
    title: 'Fold or unfold here',
    keys: ['z'],
    panes,
    inFooter: true,
    disabled: needsBody,
    run: ({ session }) => void session.responseDesk.look((view) => view.toggleFold()),
  },
  {
    id: 'body.foldWhole',
    title: 'Fold or unfold all',
    keys: ['Z'],
    panes,
    disabled: needsBody,
    run: async ({ session }) => {
      await session.responseDesk.bodyView?.toggleFoldWhole();
      session.store.update({});
    },
  },
  {
    id: 'body.filter',
    title: 'Filter the body by JSONPath',
    keys: ['p'],
    panes,
    disabled: needsBody,
    run: ({ session }) => session.responseDesk.ask('jsonpath'),
  },
  {
    id: 'body.raw',
    title: 'Raw or pretty body',
    keys: ['w'],
    panes,
    disabled: needsBody,
    run: ({ session }) => void session.responseDesk.look((view) => view.toggleRaw()),
  },
  {
    id: 'body.copy',
    title: 'Copy the value',
    keys: ['y'],
    panes,
    inFooter: true,
    disabled: needsBody,
    run: ({ session }) => session.responseDesk.copyValue(),
  },
  {
    id: 'response.copyCurl',
    title: 'Copy as curl',
    keys: ['c'],
    panes,
    disabled: needsResponse,
    run: ({ session }) => session.responseDesk.copyCurl(),
  },
  {
    id: 'response.save',
    title: 'Save the body',
    keys: ['o'],
    panes,
    disabled: needsResponse,
    run: ({ session }) => session.responseDesk.ask('save'),
  },
];
