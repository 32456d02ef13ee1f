import type { Session } from '../session.ts';
import { isChoice } from './choice-layer.ts';
import type { Place } from './target.ts';

/** Goes to a place, as the keys that lead there would. */
export function goTo(place: Place, session: Session): void {
  const { store, responseDesk } = session;
  if (place.kind === 'choice') {
    const { layer } = store.state();
    if (isChoice(layer)) store.update({ layer: { ...layer, index: place.index } });
    return;
  }
  const { pane } = place;
  store.update(({ scroll }) => {
    if (place.kind === 'tab') {
      const tab = pane === 'request' ? { requestTab: place.tab } : { responseTab: place.tab };
      return { focus: pane, scroll: { ...scroll, [pane]: 0 }, ...tab };
    }
    if (place.kind === 'row' && pane === 'collection') {
      return { focus: pane, cursor: place.row, scroll: { ...scroll, request: 0, response: 0, token: 0 } };
    }
    return { focus: pane, ...(place.kind === 'row' ? { scroll: { ...scroll, [pane]: place.row } } : {}) };
  });
  if (place.kind === 'row' && pane === 'response') {
    responseDesk.look((view) => {
      view.cursor = place.row;
    });
  }
}
