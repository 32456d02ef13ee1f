import type { Session } from '../session.ts';
import { selectedRequest } from '../state/selection.ts';
import type { State } from '../state/state.ts';

/** What is sent when it is more than one request. */
const WHOLE: Readonly<Record<string, string>> = {
  'collection.run': 'the whole collection',
  'folder.run': 'the whole folder or file',
};

/** Asks before something changes in an environment that is marked as one that matters. */
export function confirmOr(session: Session, commandId: string, act: () => void): void {
  const state = session.store.state();
  const mayChange =
    commandId !== 'request.send' ? state.requests.some(({ method }) => method !== 'GET') : hasEffect(state);
  const isConfirmed = state.layer?.kind === 'confirm' && state.layer.commandId === commandId;
  if (!state.isProtected || !mayChange || isConfirmed) {
    session.store.update({ layer: undefined });
    act();
    return;
  }
  const request = selectedRequest(state);
  const what = WHOLE[commandId] ?? `${request?.method} ${request?.name}`;
  session.store.update({
    layer: { kind: 'confirm', commandId, text: `${state.environment} is protected. Send ${what}?` },
  });
}

/** Whether sending may change something on the server (RFC 9110 section 9.2.1). */
function hasEffect(state: State): boolean {
  const method = selectedRequest(state)?.method;
  return method !== undefined && !['GET', 'HEAD', 'OPTIONS'].includes(method);
}
