import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSensitiveField, isSensitiveHeader, Redactor } from './index.ts';

const secret = `s3cret/with+all=kinds & "quotes" <é\\> ~!'()*%`;

const encodings: Record<string, (text: string) => string> = {
  raw: (text) => text,
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': (text) =>
    encodeURIComponent(text).replace(/%../g, (sequence) => sequence.toLowerCase()),
  'percent-encoded as a whole URL': encodeURI,
  'form-encoded': (text) => new URLSearchParams({ x: text }).toString().slice(2),
  'JSON-escaped': (text) => JSON.stringify(text).slice(1, -1),
  'JSON-escaped twice': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'JSON-escaped in ASCII': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'XML-escaped': (text) =>
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;'),
};

function redactorOf(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  for (const each of secrets) redactor.add(each);
  return redactor;
}

describe('a known secret is hidden', () => {
  for (const [name, encode] of Object.entries(encodings)) {
    test(name, () => {
      expect(redactorOf(secret).redact(`before ${encode(secret)} after`)).toBe('before *** after');
    });
  }

  test.each([0, 1, 2, 3])('in base64 and base64url behind %i other bytes', (offset) => {
    const bytes = Buffer.from(`${'u'.repeat(offset)}${secret}:x`);
    for (const encoding of ['base64', 'base64url'] as const) {
      const encoded = bytes.toString(encoding);
      const shown = redactorOf(secret).redact(encoded);
      expect(shown).toContain('***');
      // At most the characters that also hold a neighbour's bits are left.
      expect(shown.replace('***', '').length).toBeLessThanOrEqual(Math.ceil(((offset + 4) * 8) / 6) + 2);
    }
  });

  test('in base64 that was then percent-encoded', () => {
    const encoded = encodeURIComponent(Buffer.from('>>>???secret???>>>').toString('base64'));
    expect(encoded).toContain('%2F');
    expect(redactorOf('>>>???secret???>>>').redact(encoded)).toBe('***');
  });

  test('when it begins with another secret', () => {
    expect(redactorOf('hunter22', 'hunter22-longer').redact('hunter22-longer')).toBe('***');
  });

  test('line by line, when it is a private key', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${'Ab1/'.repeat(16)}\n${'Zy9+'.repeat(16)}\n-----END PRIVATE KEY-----\n`;
    expect(redactorOf(key).redact(`line ${'Zy9+'.repeat(16)}`)).toBe('line ***');
  });

  test('when it is registered between two texts', () => {
    const redactor = redactorOf('first-secret');
    expect(redactor.redact('later-secret')).toBe('later-secret');
    redactor.add('later-secret');
    expect(redactor.redact('later-secret first-secret')).toBe('*** ***');
  });

  test('as a whole word only, when it is very short', () => {
    expect(redactorOf('ab').redact('ab abacus tab "ab"')).toBe('*** abacus tab "***"');
  });

  test('an empty secret hides nothing', () => {
    expect(redactorOf('', ' ').redact('a b')).toBe('a b');
  });
});

describe('what looks like a credential is hidden though nobody registered it', () => {
  const jwt = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`;
  test.each([
    [`token is ${jwt}, yes`, 'token is ***, yes'],
    ['Authorization: Bearer opaque-token-of-some-length==', 'Authorization: Bearer ***'],
    [
      '{"access_token": "opaque", "code": "PowerBINotAuthorizedException"}',
      '{"access_token": "***", "code": "PowerBINotAuthorizedException"}',
    ],
    ['{"refresh_token":"0.AX\\"quoted"}', '{"refresh_token":"***"}'],
    ['{"body":"{\\"client_secret\\":\\"s\\"}"}', '{"body":"{\\"client_secret\\":\\"***\\"}"}'],
    ['grant_type=password&password=pa%20ss&username=ada', 'grant_type=password&password=***&username=ada'],
    ['http://localhost/?code=0.AXoAn7ZL1kXv5hE_9tVQabc&state=1', 'http://localhost/?code=***&state=1'],
    ['https://login.microsoftonline.com/error?code=70011', 'https://login.microsoftonline.com/error?code=70011'],
    ['https://x.blob.core.windows.net/a?sv=1&sig=abc%3D', 'https://x.blob.core.windows.net/a?sv=1&sig=***'],
    [
      'www-authenticate: Bearer authorization_uri="https://login.windows.net/t"',
      'www-authenticate: Bearer authorization_uri="https://login.windows.net/t"',
    ],
  ])('%s', (text, expected) => {
    expect(new Redactor().redact(text)).toBe(expected);
  });

  test('the claims and the signature of a known JWT, on their own too', () => {
    const redactor = redactorOf(jwt);
    expect(redactor.redact(jwt.split('.')[1] as string)).toBe('***');
    expect(redactor.redact(jwt.split('.')[2] as string)).toBe('***');
  });

  test('headers that are credentials by name', () => {
    const shown = redactorOf('abcdef').redactHeaders({
      Authorization: 'Bearer x y',
      'Set-Cookie': 'y',
      accept: 'text/abcdef',
    });
    expect(shown).toEqual({ Authorization: 'Bearer ***', 'Set-Cookie': '***', accept: 'text/***' });
  });
});

test('names that are credentials are known in every spelling', () => {
  expect(['access_token', 'accessToken', 'CLIENT-SECRET', 'password'].every(isSensitiveField)).toBe(true);
  expect(['code', 'token_type', 'username'].some(isSensitiveField)).toBe(false);
  expect(isSensitiveHeader('AUTHORIZATION')).toBe(true);
});

test('property: no encoding of any secret of five or more characters survives, wherever it stands', () => {
  const plainText = fc.string({ maxLength: 20 });
  const anySecret = fc
    .string({ minLength: 5, maxLength: 40, unit: 'grapheme' })
    .filter((text) => text.trim().length >= 5 && text.isWellFormed());
  fc.assert(
    fc.property(
      anySecret,
      plainText,
      plainText,
      fc.constantFrom(...Object.values(encodings)),
      (value, before, after, encode) => {
        fc.pre(!'***'.includes(encode(value)) && !(before + after).includes(encode(value)));
        expect(redactorOf(value).redact(`${before}\n${encode(value)}\n${after}`)).not.toContain(encode(value));
      },
    ),
  );
});
