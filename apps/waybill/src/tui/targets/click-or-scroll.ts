import type { MouseReport } from '../input/mouse-report.ts';
import type { CommandContext } from '../keys/command.ts';
import { moveIn } from '../keys/cursor-commands.ts';
import { dispatchKey } from '../keys/dispatch.ts';
import { isChoice } from './choice-layer.ts';
import { goTo } from './go-to.ts';
import { targetAt } from './target.ts';

/** Lines that one turn of the wheel moves. */
const WHEEL_STEP = 3;

/** Does what a click or a turn of the wheel means. Where text is typed or a question is asked, it means nothing. */
export async function clickOrScroll(report: MouseReport, context: CommandContext): Promise<void> {
  const { session } = context;
  const { layer } = session.store.state();
  if (report.kind === 'scroll' && (layer?.kind === 'help' || layer?.kind === 'history' || isChoice(layer))) {
    return dispatchKey(report.step < 0 ? 'up' : 'down', context);
  }
  if (layer?.kind === 'jump') session.store.update({ layer: layer.over });
  else if (layer !== undefined && !isChoice(layer)) return;
  const place = targetAt(context.targets(), report.column, report.row)?.place;
  if (place === undefined) return;
  if (report.kind === 'scroll') {
    if (place.kind !== 'choice') moveIn(place.pane, context, report.step * WHEEL_STEP);
    return;
  }
  const isChosen = place.kind === 'choice' && isChoice(layer) && layer.index === place.index;
  goTo(place, session);
  if (isChosen) await dispatchKey('enter', context);
}
