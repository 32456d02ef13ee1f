import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import { wrapLines } from '../ui/wrap-lines.ts';
import { bigLetters } from './big-letters.ts';
import type { PromptLayer, SignInLayer } from './sign-in-layer.ts';

/** What a person needs to finish a sign-in elsewhere. */
export function signInLines(layer: SignInLayer, theme: Theme, columns: number, nowMs: number): readonly Line[] {
  const { identity, url, userCode, expiresOn } = layer;
  const lines: Line[] = [plain(`Sign in${identity === undefined ? '' : ` as ${identity}`}`, { bold: true })];
  if (userCode === undefined) {
    lines.push(plain('Finish it in the browser. If none opened, open this address:'), []);
    lines.push(plain(url, { color: theme.accent }));
  } else {
    lines.push([{ text: 'Open   ' }, { text: url, color: theme.accent }]);
    lines.push([{ text: 'Enter  ' }, { text: userCode, bold: true }], []);
    // A reader has no edge, and cannot read a picture.
    const letters = Number.isFinite(columns) ? bigLetters(userCode, columns) : undefined;
    if (letters !== undefined) lines.push(...letters.map((row) => plain(row, { color: theme.accent })), []);
    lines.push(plain('Never enter a code that somebody else sent you.', { color: theme.warning, bold: true }));
  }
  lines.push([{ text: waiting(expiresOn, nowMs) }, { text: layer.isCopied ? '  Copied.' : '', bold: true }]);
  lines.push(plain(`y copies the ${userCode === undefined ? 'address' : 'code'}, Esc cancels the sign-in`));
  return wrapLines(lines, columns);
}

function waiting(expiresOn: Date | undefined, nowMs: number): string {
  if (expiresOn === undefined) return 'Waiting…';
  const seconds = Math.max(0, Math.ceil((expiresOn.getTime() - nowMs) / 1000));
  return `Waiting… the code is good for ${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A line to type a secret into: as many dots as letters. */
export function promptLines({ label, length }: PromptLayer, columns: number): readonly Line[] {
  const lines = [
    plain(label, { bold: true }),
    plain(`${'●'.repeat(length)}▏`),
    [],
    plain('Enter takes it, Esc does not'),
  ];
  return wrapLines(lines, columns);
}
