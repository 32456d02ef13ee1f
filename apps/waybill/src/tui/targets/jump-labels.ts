/** Keys that lie well come first. */
const LETTERS = [...'asdfghjklqwertyuiopzxcvbnm'];

/**
 * As many labels as there are targets, of one letter or two. No label starts another, so the last letter decides. Beyond
 * 676 targets there are none.
 */
export function jumpLabels(count: number): readonly string[] {
  const rest = Math.max(0, count - LETTERS.length);
  // A letter that starts labels of two is none itself.
  const starts = Math.min(LETTERS.length, Math.ceil(rest / (LETTERS.length - 1)));
  const single = LETTERS.slice(0, LETTERS.length - starts);
  const double = LETTERS.slice(LETTERS.length - starts).flatMap((start) => LETTERS.map((letter) => start + letter));
  return [...single, ...double].slice(0, count);
}
