import { foundEntries } from '../history/history-layer.ts';
import { paletteCommands } from '../keys/palette-commands.ts';
import type { State } from '../state/state.ts';
import type { ChoiceLayer } from './choice-layer.ts';

/** How many choices a layer has. */
export function choiceCount(layer: ChoiceLayer, state: State): number {
  if (layer.kind === 'environments') return state.environments.length;
  if (layer.kind === 'compare-choice') return layer.earlier.length;
  return layer.kind === 'palette' ? paletteCommands(layer.query).length : foundEntries(layer).length;
}
