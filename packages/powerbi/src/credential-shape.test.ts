import { expect, test } from 'vitest';
import { credentialShape } from './credential-shape.ts';

test.each([
  [undefined, 'none'],
  [' ', 'none'],
  ['Bearer eyJh.eyJh.c2ln', 'jwt'],
  ['bearer eyJh.eyJh.', 'jwt'],
  ['Bearer abc', 'opaque'],
  ['Bearer ', 'opaque'],
  ['Bearer H4sIAAAAAAAE', 'embed-token'],
  ['EmbedToken H4sIAAAAAAAE', 'embed-token'],
  ['Bearer "eyJh.eyJh.c2ln"', 'quoted'],
  ["Bearer 'eyJh.eyJh.c2ln'", 'quoted'],
  ['Bearer eyJh.eyJh.c2ln\n', 'line-break'],
  ['Bearer eyJh.eyJh.c2ln\\n', 'line-break'],
  ['Bearer Bearer eyJh.eyJh.c2ln', 'bearer-twice'],
  ['eyJh.eyJh.c2ln', 'no-bearer'],
  ['Basic YTpi', 'no-bearer'],
])('%j looks like %s', (header, shape) => {
  expect(credentialShape(header)).toBe(shape);
});
