import { expect, test } from 'vitest';
import { parseKeymap } from './load-keymap.ts';

test('reads lists of keys, a single key, and none', () => {
  const keymap = parseKeymap('keys:\n  app.quit: [Q, ctrl+q]\n  pane.zoom: space\n  cursor.pageDown: []\n', 'c.yaml');
  expect(Object.fromEntries(keymap)).toEqual({
    'app.quit': ['Q', 'ctrl+q'],
    'pane.zoom': [' '],
    'cursor.pageDown': [],
  });
  expect(parseKeymap('', 'c.yaml').size).toBe(0);
});

test.each([
  ['keys:\n  request.sned: [s]\n', 'There is no command "request.sned".', 'Did you mean `request.send`?', 2, 3],
  [
    'keys:\n  app.quit: [f13]\n',
    'app.quit: this is no key.',
    'Write one character, or a name like enter or ctrl+s.',
    2,
    14,
  ],
  ['keys:\n  app.quit: ctrl+c\n', 'app.quit: this is no key.', undefined, 2, 13],
  ['keys:\n  app.quit: [s]\n', '`s` would mean two things: request.send and app.quit.', undefined, 1, 1],
  ['colour: red\n', 'There is no setting "colour".', 'There is only `keys`.', 1, 1],
  ['keys: [s]\n', '`keys` is not a mapping.', undefined, 1, 7],
  ['- s\n', 'The configuration is not a mapping.', undefined, 1, 1],
  ['keys:\n  app.quit: { a: b }\n', 'app.quit: this is no key.', undefined, 2, 13],
])('refuses %j', (text, message, hint, line, column) => {
  const location = { file: 'c.yaml', line, column };
  expect(() => parseKeymap(text, 'c.yaml')).toThrowError(
    expect.objectContaining({ code: 'ERR_SCHEMA', message, location, ...(hint === undefined ? {} : { hint }) }),
  );
});

test('says where the file is no YAML', () => {
  expect(() => parseKeymap('keys: [a\n', 'c.yaml')).toThrowError(expect.objectContaining({ code: 'ERR_YAML_SYNTAX' }));
});
