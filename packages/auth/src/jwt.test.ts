import { expect, test } from 'vitest';
import { decodeJwt } from './index.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a JWT is decoded without its signature being checked', () => {
  const token = `${part({ alg: 'RS256' })}.${part({ name: 'Ädä' })}.x`;
  expect(decodeJwt(token)).toEqual({ header: { alg: 'RS256' }, claims: { name: 'Ädä' } });
});

test.each(['', 'opaque', 'a.b', 'a.b.c', `${part([])}.${part({})}.x`, `${part({})}.${part({})}.x.y.z`])(
  '%s is no JWT',
  (token) => {
    expect(decodeJwt(token)).toBeUndefined();
  },
);
