/** A text after a key: it grows, shrinks, or stays as it is. */
export function editText(text: string, key: string): string {
  if (key === 'backspace')
    return [...new Intl.Segmenter().segment(text)]
      .slice(0, -1)
      .map(({ segment }) => segment)
      .join('');
  if (key === 'ctrl+u') return '';
  return isPrintable(key) ? text + key : text;
}

function isPrintable(key: string): boolean {
  return [...new Intl.Segmenter().segment(key)].length === 1;
}
