import { escapeControls } from '@waybill/runner';
import type { Line } from '../ui/lines.tsx';

/** Signs that are read aloud badly or not at all, and what they mean. */
const WORDS: readonly (readonly [sign: RegExp, word: string])[] = [
  [/✔/g, 'passed:'],
  [/✘/g, 'failed:'],
  [/^([› ]*)↓/g, '$1skipped:'],
  [/^([› ]*)… /g, '$1under way: '],
  [/▾/g, 'folder:'],
  [/▸/g, 'folded:'],
  [/[›▏]/g, ''],
  [/ · /g, ', '],
];

/** A line of the screen as it is read aloud. */
export function spoken(line: Line): string {
  const text = line.map((span) => span.text).join('');
  const words = WORDS.reduce((said, [sign, word]) => said.replace(sign, word), text);
  return escapeControls(words).replace(/\s+/g, ' ').trim();
}
