import type { Layer } from '../state/state.ts';

/** Layers in which text is typed. */
const TYPED: ReadonlySet<string> = new Set(['request-edit', 'filter', 'palette', 'body-prompt', 'prompt']);

/**
 * The keys that a pasted text stands for. It is typed where text is typed, and never pressed: a line break in it would
 * save, and a letter elsewhere would be a command.
 */
export function pastedKeys(text: string, layer: Layer | undefined): readonly string[] {
  if (layer === undefined || !TYPED.has(layer.kind)) return [];
  const line = text
    .replace(/[\r\n]+$/, '')
    .replace(/\r\n?|[\n\t]/g, ' ')
    .replace(/\p{Cc}/gu, '');
  return [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
}
