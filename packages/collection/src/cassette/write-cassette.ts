import { stringify } from 'yaml';
import type { RecordedExchange } from './cassette.ts';

const HEAD =
  '# Recorded by `waybill run --record`; *** stands for what was secret. Replay it with `waybill run --replay`.\n';

/** The text of a cassette file. The same exchanges always give the same text. */
export function writtenCassette(exchanges: readonly RecordedExchange[]): string {
  const document = { cassette: 1, exchanges };
  // Folded lines would change with every word; aliases would make a reader look elsewhere.
  return HEAD + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}
