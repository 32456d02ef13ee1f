import { escapeControls } from '@waybill/runner';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { wrapLines } from './wrap-lines.ts';

const wrapText = (text: string, columns: number) =>
  wrapLines([[{ text }]], columns).map((line) => line.map((span) => span.text).join(''));

test('a long line is broken between words and keeps its looks', () => {
  const wrapped = wrapLines([[{ text: 'key', color: 'blue' }, { text: ': value' }], []], 5);
  expect(wrapped).toEqual([[{ text: 'key', color: 'blue' }, { text: ': ' }], [{ text: 'value' }], []]);
  expect(wrapText('Add it to the workspace as Member', 12)).toEqual(['Add it to ', 'the ', 'workspace as', 'Member']);
});

test('a word that is wider than the pane begins where it stands and is broken at the edge', () => {
  expect(wrapText('  at a/very/long/path here', 10)).toEqual(['  at a/ver', 'y/long/pat', 'h here']);
});

test('a word of several looks stays one word', () => {
  const wrapped = wrapLines([[{ text: 'one tw' }, { text: 'o three', bold: true }]], 8);
  expect(wrapped).toEqual([[{ text: 'one tw' }, { text: 'o ', bold: true }], [{ text: 'three', bold: true }]]);
});

test('a wide character is never cut in half', () => {
  expect(wrapText('a漢字👩‍👩‍👧b', 3)).toEqual(['a漢', '字', '👩‍👩‍👧b']);
});

test('nothing but spaces at breaks is lost, and no line is wider than the pane', () => {
  const letters = fc.constantFrom('a', 'b', ' ', '  ', '漢', 'é', '👩‍👩‍👧', '/', '\t', '\u001b', '🇨🇭', 'word');
  const text = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), fc.integer({ min: 2, max: 30 }), (texts, columns) => {
      const wrapped = wrapLines([texts.map((each) => ({ text: each }))], columns);
      const shown = wrapped.map((line) => escapeControls(line.map((span) => span.text).join('')));
      for (const line of shown) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      const lettersOf = (all: string) => all.replaceAll(' ', '');
      expect(lettersOf(shown.join(''))).toBe(lettersOf(escapeControls(texts.join(''))));
    }),
  );
});
