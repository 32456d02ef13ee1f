import { displayWidth, textOfRow, type View } from '@waybill/json-view';
import { REDACTED, type Redactor } from '@waybill/redaction';

/** A secret that an edge of the window cuts must be seen whole to be known; no token is longer than this. */
const MARGIN = 16 * 1024;

/** What of a body is in sight: rows from a position on, columns from the left one on. */
interface Sight {
  readonly top: number;
  readonly count: number;
  readonly left: number;
  readonly width: number;
}

/** What to show in place of rows that hold a secret; `undefined` for the others. */
export function redactRows(view: View, sight: Sight, redactor: Redactor): readonly (string | undefined)[] {
  const { left, width } = sight;
  const from = Math.max(0, left - MARGIN);
  const around = compareRows(view, { ...sight, left: from, width: left - from + width + MARGIN }, redactor);
  // The name of a field tells that its value is a secret, however far the value is scrolled.
  const heads = from === 0 ? [] : compareRows(view, { ...sight, left: 0, width: MARGIN }, redactor);
  return around.map((safe, index) => {
    const safeHead = heads[index];
    if (safeHead !== undefined) return cutColumns(safeHead, left, width);
    return safe === undefined ? undefined : cutColumns(safe, left - from, width);
  });
}

/** Rows without their secrets, as far as there are any; a text that is not JSON may break a secret at a line's end. */
function compareRows(view: View, { top, count, left, width }: Sight, redactor: Redactor): (string | undefined)[] {
  const before = top > 0 ? 1 : 0;
  const texts = view.window(top - before, before + count + 1, { left, width }).map(textOfRow);
  return texts.slice(before, before + count).map((text, index) => {
    const neighbours = [texts[index + before - 1] ?? '', text, texts[index + before + 1] ?? ''];
    const safe = redactor.redact(neighbours.join('\n')).split('\n');
    const own = safe.length === neighbours.length ? (safe[1] as string) : REDACTED;
    return own === text ? undefined : own;
  });
}

/** The columns `[left, left + width)` of a text; a character that an edge would cut is left out. */
function cutColumns(text: string, left: number, width: number): string {
  let shown = '';
  let column = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const end = column + displayWidth(segment);
    if (end > left + width) break;
    if (column >= left) shown += segment;
    else if (end > left) shown += ' '.repeat(end - left);
    column = end;
  }
  return shown;
}
