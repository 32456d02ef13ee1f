import { expect, test } from 'vitest';
import { editedSpans, editLine, lineText } from './line-editor.ts';

/** Types keys into a text and marks the cursor with `|`. */
function typed(text: string, ...keys: readonly string[]): string {
  const { text: edited, cursor } = keys.reduce(editLine, lineText(text));
  return `${edited.slice(0, cursor)}|${edited.slice(cursor)}`;
}

test.each([
  ['abc', ['left', 'x'], 'abx|c'],
  ['abc', ['home', 'x', 'right'], 'xa|bc'],
  ['abc', ['ctrl+a', 'delete', 'ctrl+e', 'backspace'], 'b|'],
  ['abc', ['left', 'left', 'ctrl+k'], 'a|'],
  ['abc', ['left', 'ctrl+u'], '|c'],
  ['one two  ', ['ctrl+w'], 'one |'],
  ['one two', ['left', 'ctrl+w', 'ctrl+w', 'ctrl+w'], '|o'],
  ['', ['backspace', 'delete', 'left', 'right'], '|'],
  ['a漢👩‍👩‍👧', ['left', '字', 'left', 'backspace'], 'a|字👩‍👩‍👧'],
  ['a👩‍👩‍👧', ['backspace'], 'a|'],
  ['é', ['home', 'delete'], '|'],
  ['abc', ['pageup', 'ctrl+x', 'tab'], 'abc|'],
] as const)('%j and %j give %j', (text, keys, expected) => {
  expect(typed(text, ...keys)).toBe(expected);
});

test('the character at the cursor is marked, or a space at the end', () => {
  expect(editedSpans({ text: 'a漢b', cursor: 1 }).map(({ text }) => text)).toEqual(['a', '漢', 'b']);
  expect(editedSpans(lineText('a')).map(({ text }) => text)).toEqual(['a', ' ', '']);
});
