import { expect, test } from 'vitest';
import { queryJsonPath, withoutJsonPath } from './json-path.ts';

const document = { value: [{ id: 'a', type: 'Workspace' }, { id: 'b' }] };

test('a singular path gives one value or none', () => {
  expect(queryJsonPath('$.value[0].id', document)).toEqual({ values: ['a'], singular: true });
  expect(queryJsonPath('$.value[9].id', document)).toEqual({ values: [], singular: true });
});

test('a path that may select more says so', () => {
  expect(queryJsonPath('$.value[*].id', document)).toEqual({ values: ['a', 'b'], singular: false });
  expect(queryJsonPath('$.value[?@.type == "Workspace"].id', document).values).toEqual(['a']);
});

test('a document that is not JSON selects nothing', () => {
  expect(queryJsonPath('$.a', undefined).values).toEqual([]);
});

test('inherited properties are not selected', () => {
  expect(queryJsonPath('$.constructor', {}).values).toEqual([]);
});

test.each(['$.a[', 'value', '$[?foo(@.a)]', ''])('%j is refused', (path) => {
  expect(() => queryJsonPath(path, {})).toThrow(expect.objectContaining({ code: 'ERR_JSONPATH_SYNTAX' }));
});

test('the message names the position', () => {
  expect(() => queryJsonPath('$.a[', {})).toThrow(
    'The JSONPath `$.a[` is wrong: unclosed bracketed selection, at character 5.',
  );
});

test('what a path selects is left out, and the document stays as it was', () => {
  const before = structuredClone(document);
  expect(withoutJsonPath('$.value[*].type', document)).toEqual({ value: [{ id: 'a' }, { id: 'b' }] });
  expect(withoutJsonPath('$.value[0]', document)).toEqual({ value: [{ id: 'b' }] });
  expect(withoutJsonPath('$..id', document)).toEqual({ value: [{ type: 'Workspace' }, {}] });
  expect(withoutJsonPath('$.nothing', document)).toBe(document);
  expect(withoutJsonPath('$', document)).toBeNull();
  expect(document).toEqual(before);
});
