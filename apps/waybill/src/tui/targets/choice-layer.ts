import type { Layer } from '../state/state.ts';

/** A layer with a list to choose from. */
export type ChoiceLayer = Extract<Layer, { readonly index: number }>;

export function isChoice(layer: Layer | undefined): layer is ChoiceLayer {
  return layer !== undefined && 'index' in layer && !(layer.kind === 'history' && layer.shown !== undefined);
}
