import { expect, test } from 'vitest';
import { pastedKeys } from './pasted-keys.ts';

test('a pasted text is typed as one line, where text is typed', () => {
  expect(pastedKeys('a漢\r\nb\u001b[31m\n', { kind: 'filter' }).join('|')).toBe('a|漢| |b|[|3|1|m');
});

test('elsewhere it does nothing', () => {
  expect(pastedKeys('q', undefined)).toEqual([]);
  expect(pastedKeys('y', { kind: 'help', first: 0 })).toEqual([]);
});
