import type { Session } from '../session.ts';
import { REQUEST_TABS, RESPONSE_TABS } from '../state/state.ts';

/** Turns the tabs of the focused pane, around the ends. */
export function turnTab(session: Session, step: 1 | -1): void {
  const { focus, requestTab, responseTab, scroll } = session.store.state();
  const turned = (tab: number, count: number) => (tab + step + count) % count;
  session.store.update({ scroll: { ...scroll, [focus]: 0 } });
  if (focus === 'request') session.store.update({ requestTab: turned(requestTab, REQUEST_TABS.length) });
  if (focus === 'response') session.store.update({ responseTab: turned(responseTab, RESPONSE_TABS.length) });
}
