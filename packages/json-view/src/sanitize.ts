/** Columns between two tab stops. */
export const tabWidth = 4;

/**
 * Every character that moves the cursor, starts an escape sequence, reorders text or takes no room: C0 and C1
 * controls, bidi controls, other format characters, separators and lone surrogates. Joiners and variation selectors
 * stay where scripts and emoji need them, which is behind something that is not ASCII (or in a keycap).
 */
const acting =
  /[[\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Surrogate}]--[\u200c\u200d\ufe0e\ufe0f]]|(?<!\P{ASCII})(?:[\u200c\u200d\ufe0e]|\ufe0f(?!\u20e3))/gv;

// Without a quantifier, because V8 keeps a stack for backtracking, which long texts overflow.
const notPrintableAscii = /[^\x20-\x7e]/;

/** Whether a text is only letters, digits and signs of one column each. */
export function isPrintableAscii(text: string): boolean {
  return !notPrintableAscii.test(text);
}

/** Makes every character that acts on a terminal visible, in the notation of JSON: `\u001b`, or `\u{e0001}`. */
export function sanitize(text: string): string {
  return isPrintableAscii(text) ? text : text.replace(acting, escapeOf);
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) as number).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
