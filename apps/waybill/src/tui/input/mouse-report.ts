/** A click or a turn of the wheel, at a cell counted from 0. */
export interface MouseReport {
  readonly kind: 'click' | 'scroll';
  readonly column: number;
  readonly row: number;
  /** Down is 1, up is -1; 0 for clicks. */
  readonly step: -1 | 0 | 1;
}

const SHIFT_ALT_CTRL = 4 + 8 + 16;
const LEFT = 0;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;

/** What an SGR report (mode 1006) says, if it says something we act on: no release, no motion, no other button. */
export function mouseReport(code: number, column: number, row: number, final: string): MouseReport | undefined {
  const button = code & ~SHIFT_ALT_CTRL;
  if (final !== 'M' || column < 1 || row < 1) return undefined;
  const place = { column: column - 1, row: row - 1 };
  if (button === LEFT) return { kind: 'click', step: 0, ...place };
  if (button === WHEEL_UP) return { kind: 'scroll', step: -1, ...place };
  return button === WHEEL_DOWN ? { kind: 'scroll', step: 1, ...place } : undefined;
}
