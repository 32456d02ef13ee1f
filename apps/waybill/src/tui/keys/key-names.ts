import type { Key } from 'ink';

/**
 * Names the keys of one input event. A terminal may deliver several at once (`jk⇥` typed quickly, or a paste), so a
 * text is split into what a person pressed.
 */
export function keyNames(input: string, key: Key): readonly string[] {
  const special = specialKey(key);
  if (special !== undefined) return [special];
  if (key.ctrl && /^[a-z]$/.test(input)) return [`ctrl+${input}`];
  // A terminal sends Alt as Escape in front. No key of ours needs Alt, so it is an Escape that came close to another key.
  if (key.meta) return ['escape', ...keyNames(input, { ...key, meta: false })];
  return [...new Intl.Segmenter().segment(input)].flatMap(({ segment }) => controlName(segment) ?? segment);
}

function specialKey(key: Key): string | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  if (key.delete) return 'delete';
  if (key.backspace) return 'backspace';
  return undefined;
}

const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001b': 'escape',
  '\u007f': 'backspace',
};

/** A control character in the middle of a text; unknown ones are dropped. */
function controlName(segment: string): string | readonly string[] | undefined {
  if (Object.hasOwn(CONTROLS, segment)) return CONTROLS[segment];
  // A terminal sends Ctrl and a letter as the letter's number.
  const code = segment.charCodeAt(0);
  if (code >= 1 && code <= 26) return `ctrl+${String.fromCharCode(code + 96)}`;
  return /\p{Cc}/u.test(segment) ? [] : undefined;
}
