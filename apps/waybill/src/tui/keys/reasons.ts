import { selectedRequest, selectedToken } from '../state/selection.ts';
import type { State } from '../state/state.ts';

/** Why something that needs a request cannot be done. */
export function needsRequest(state: State): string | undefined {
  return selectedRequest(state) === undefined ? 'There is no request.' : undefined;
}

export function needsRunning(state: State): string | undefined {
  return state.running.size === 0 ? 'Nothing is under way.' : undefined;
}

export function needsIdentity(state: State): string | undefined {
  return selectedToken(state) === undefined ? 'This request has no identity.' : undefined;
}

export function needsEnvironments({ environments }: State): string | undefined {
  return environments.length === 0 ? 'There are no environments.' : undefined;
}

export function needsNotice({ notices }: State): string | undefined {
  return notices.length === 0 ? 'There is no error.' : undefined;
}
