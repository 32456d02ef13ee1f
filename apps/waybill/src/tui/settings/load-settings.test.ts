import { expect, test } from 'vitest';
import { parseSettings } from './load-settings.ts';

test('reads lists of keys, a single key, and none', () => {
  const { keymap } = parseSettings(
    'keys:\n  app.quit: [Q, ctrl+q]\n  pane.zoom: space\n  cursor.pageDown: []\n',
    'c.yaml',
  );
  expect(Object.fromEntries(keymap)).toEqual({
    'app.quit': ['Q', 'ctrl+q'],
    'pane.zoom': [' '],
    'cursor.pageDown': [],
  });
  expect(parseSettings('', 'c.yaml').keymap.size).toBe(0);
});

test('reads what else can be set', () => {
  const settings = { keymap: new Map(), mouse: true, theme: 'light', screenReader: true };
  expect(parseSettings('mouse: true\ntheme: light\nscreenReader: true\n', 'c.yaml')).toEqual(settings);
});

test.each([
  ['mouse: maybe\n', 'mouse: this is neither true nor false.', 'Write true.', 1, 8],
  ['theme: solarized\n', 'There is no such theme.', 'Write auto, dark or light.', 1, 8],
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
  ['colour: red\n', 'There is no setting "colour".', 'There are `keys`, `mouse`, `theme` and `screenReader`.', 1, 1],
  ['keys: [s]\n', '`keys` is not a mapping.', undefined, 1, 7],
  ['- s\n', 'The configuration is not a mapping.', undefined, 1, 1],
  ['keys:\n  app.quit: { a: b }\n', 'app.quit: this is no key.', undefined, 2, 13],
])('refuses %j', (text, message, hint, line, column) => {
  const location = { file: 'c.yaml', line, column };
  expect(() => parseSettings(text, 'c.yaml')).toThrowError(
    expect.objectContaining({ code: 'ERR_SCHEMA', message, location, ...(hint === undefined ? {} : { hint }) }),
  );
});

test('says where the file is no YAML', () => {
  expect(() => parseSettings('keys: [a\n', 'c.yaml')).toThrowError(
    expect.objectContaining({ code: 'ERR_YAML_SYNTAX' }),
  );
});
