import type { CommandContext } from '../keys/command.ts';
import { goTo } from './go-to.ts';
import { jumpLabels } from './jump-labels.ts';
import type { JumpLayer } from './jump-layer.ts';
import type { Target } from './target.ts';

export interface LabelledTarget extends Target {
  readonly label: string;
}

/** The targets that get letters. Lines of a body do not: they are read one after the other. */
export function labelled(targets: readonly Target[]): readonly LabelledTarget[] {
  const wanted = targets.filter(({ place }) => place.kind !== 'row' || place.pane !== 'response');
  const labels = jumpLabels(wanted.length);
  return wanted.flatMap((target, index) => {
    const label = labels[index];
    return label === undefined ? [] : [{ ...target, label }];
  });
}

/** Puts letters on the screen, also on what lies over it. */
export function openJump({ session }: CommandContext): void {
  session.store.update(({ layer }) => ({ layer: { kind: 'jump', over: layer, typed: '' } }));
}

/** Goes where the letters lead; any other key leaves things as they were. */
export function pressJump(key: string, layer: JumpLayer, context: CommandContext): void {
  const { store } = context.session;
  const typed = layer.typed + key;
  const targets = labelled(context.targets());
  if (targets.some(({ label }) => label !== typed && label.startsWith(typed))) {
    store.update({ layer: { ...layer, typed } });
    return;
  }
  store.update({ layer: layer.over });
  const target = targets.find(({ label }) => label === typed);
  if (target !== undefined) goTo(target.place, context.session);
}
