import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  open as openFile,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Redactor } from '@waybill/redaction';
import { tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import type { StoredTokens } from '../token-store.ts';
import type { CacheKey } from './cache-key.ts';
import { FileTokenStore } from './file-token-store.ts';
import { keyFromEnvironment } from './keys/environment-key.ts';
import { passphraseKey } from './keys/passphrase-key.ts';
import { plaintextKey } from './keys/plaintext-key.ts';
import { SAMPLE_KEY, sampleTokens } from './testing/sample-tokens.ts';

const otherKey = Buffer.alloc(32, 1).toString('base64');

interface Opened {
  readonly store: FileTokenStore;
  readonly redactor: Redactor;
  readonly notices: string[];
}

function open(path: string, key: CacheKey = keyFromEnvironment(SAMPLE_KEY)): Opened {
  const notices: string[] = [];
  const redactor = new Redactor();
  const store = new FileTokenStore({ path, key, redactor, onNotice: (text) => notices.push(text) });
  return { store, redactor, notices };
}

async function cachePath(): Promise<string> {
  return join(await tempDir(), 'waybill', 'tokens');
}

/** A cache with one entry, `a`. */
async function savedCache(key?: CacheKey): Promise<string> {
  const path = await cachePath();
  await open(path, key).store.save('a', sampleTokens('a'));
  return path;
}

const expired = (tokens: StoredTokens): StoredTokens => ({
  ...tokens,
  accessToken: { ...tokens.accessToken, expiresOn: new Date(Date.now() - 1) },
});

describe('what is saved', () => {
  test('is loaded by another process as it was, dates included', async () => {
    const path = await cachePath();
    const tokens = sampleTokens('a');
    await open(path).store.save('a', tokens);
    expect(await open(path).store.load('a')).toEqual(tokens);
    expect(await open(path).store.load('b')).toBeUndefined();
  });

  test('is not touched, nor is its folder made, before the first call', async () => {
    const path = await cachePath();
    const { store } = open(path);
    expect(await store.load('a')).toBeUndefined();
    await store.remove('a');
    await store.clear();
    expect(existsSync(dirname(path))).toBe(false);
  });

  test('is read once, until another process replaces it', async () => {
    const path = await savedCache();
    const reader = open(path).store;
    const [first, second] = await Promise.all([reader.load('a'), reader.load('a')]);
    expect(second).toBe(first);
    expect(await reader.load('a')).toBe(first);
    await open(path).store.save('b', sampleTokens('b'));
    expect(await reader.load('b')).toMatchObject({ refreshToken: 'refresh-token-of-b' });
    expect(await reader.load('a')).not.toBe(first);
  });

  test('joins what others saved meanwhile', async () => {
    const path = await cachePath();
    const stores = Array.from({ length: 8 }, () => open(path).store);
    await Promise.all(stores.map((store, number) => store.save(`key-${number}`, sampleTokens(`${number}`))));
    for (const number of stores.keys()) {
      expect(await open(path).store.load(`key-${number}`)).toMatchObject({
        refreshToken: `refresh-token-of-${number}`,
      });
    }
  });

  test('can be removed without the rest', async () => {
    const path = await savedCache();
    const { store } = open(path);
    await store.save('b', sampleTokens('b'));
    await store.remove('a');
    expect(await open(path).store.load('a')).toBeUndefined();
    expect(await open(path).store.load('b')).toBeDefined();
  });

  test('is dropped by the next write once it has expired, unless it can be renewed', async () => {
    const path = await cachePath();
    const { store } = open(path);
    const { accessToken } = expired(sampleTokens('dead'));
    await store.save('renewable', expired(sampleTokens('renewable')));
    await store.save('dead', { accessToken });
    await store.save('alive', { accessToken: sampleTokens('alive').accessToken });
    const reader = open(path).store;
    expect(await reader.load('dead')).toBeUndefined();
    expect(await reader.load('renewable')).toBeDefined();
    expect(await reader.load('alive')).toBeDefined();
  });

  test('is known to the redactor before it is returned, and so is the key', async () => {
    const path = await savedCache();
    const { store, redactor } = open(path);
    const tokens = await store.load('a');
    const text = `${tokens?.accessToken.token} ${tokens?.refreshToken} ${SAMPLE_KEY}`;
    expect(redactor.redact(text)).toBe('*** *** ***');
  });

  test('keeps what a newer sign-in may add to a token', async () => {
    const path = await cachePath();
    const tokens = sampleTokens('a');
    const more = { ...tokens, accessToken: { ...tokens.accessToken, homeAccount: { id: 'x' } } };
    await open(path).store.save('a', more);
    expect(await open(path).store.load('a')).toEqual(more);
  });

  test('survives whatever characters keys and tokens have (property)', async () => {
    const path = await cachePath();
    const { store } = open(path);
    const samples = ['', '__proto__', 'constructor', '\n', '\0', '"\\', '😀', '\ud800', '\u2028', 'ä'.repeat(5_000)];
    const expected = new Map<string, StoredTokens>();
    for (const [index, text] of samples.entries()) {
      // A fixed walk over pairs, so that every sample is a key, a token and a scope beside every kind of other.
      const [other = '', third = ''] = [
        samples[(index * 3 + 1) % samples.length],
        samples[(index * 7 + 2) % samples.length],
      ];
      const { accessToken } = sampleTokens('x');
      const tokens = { accessToken: { ...accessToken, token: other, scopes: [text, third] }, refreshToken: third };
      expected.set(text, tokens);
      await store.save(text, tokens);
    }
    const reader = open(path).store;
    for (const [key, tokens] of expected) expect(await reader.load(key)).toEqual(tokens);
  });

  test('must have real dates', async () => {
    const { store } = open(await cachePath());
    const { accessToken } = sampleTokens('a');
    const broken = { accessToken: { ...accessToken, expiresOn: new Date(Number.NaN) }, refreshToken: 'r' };
    await expect(store.save('a', broken)).rejects.toThrow(RangeError);
  });
});

describe('the file', () => {
  test('holds no part of a token or key, neither raw nor in base64', async () => {
    const path = await cachePath();
    await open(path).store.save('key-with-digest', sampleTokens('a'));
    const content = await readFile(path);
    for (const secret of ['access-token-of', 'refresh-token-of', 'key-with-digest', 'contoso', '11111111-2222']) {
      for (const offset of [0, 1, 2]) {
        const inner = Buffer.from(' '.repeat(offset) + secret)
          .toString('base64')
          .slice(offset === 0 ? 0 : 4, -4);
        expect(content.includes(inner)).toBe(false);
      }
      expect(content.includes(secret)).toBe(false);
      expect(Buffer.from(content.toString(), 'base64').includes(secret)).toBe(false);
    }
  });

  test('is never the same twice: every write has a nonce of its own', async () => {
    const path = await savedCache();
    const nonces = new Set<string>();
    const { store } = open(path);
    for (let count = 0; count < 10; count++) {
      await store.save('a', sampleTokens('a'));
      nonces.add(JSON.parse((await readFile(path, 'utf8')).split('\n')[0] as string).nonce);
    }
    expect(nonces.size).toBe(10);
  });

  test('and its folder are for the user alone, whatever the umask', async () => {
    for (const mask of [0o000, 0o022, 0o277]) {
      const path = await cachePath();
      await mkdir(dirname(path), { mode: 0o700 });
      const before = process.umask(mask);
      try {
        await open(path).store.save('a', sampleTokens('a'));
      } finally {
        process.umask(before);
      }
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    const path = await savedCache();
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await readdir(dirname(path))).toEqual(['tokens']);
  });

  test('says when it is not encrypted, and hides at least the digests in its keys', async () => {
    const path = await cachePath();
    await open(path, plaintextKey()).store.save('key-with-digest', sampleTokens('a'));
    const content = await readFile(path, 'utf8');
    expect(JSON.parse(content.split('\n')[0] as string)).toMatchObject({
      cipher: 'none',
      key: { source: 'plaintext' },
    });
    expect(content).not.toContain('key-with-digest');
    expect(await open(path, plaintextKey()).store.load('key-with-digest')).toMatchObject({
      refreshToken: 'refresh-token-of-a',
    });
  });
});

describe('a file that others could reach is refused and left alone', () => {
  const refused = (path: string, message: RegExp) =>
    expect(open(path).store.save('b', sampleTokens('b'))).rejects.toMatchObject({
      code: 'ERR_CACHE_UNSAFE',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/./),
    });

  test('a symbolic link', async () => {
    const path = await savedCache();
    const target = `${path}-elsewhere`;
    await rename(path, target);
    await symlink(target, path);
    const before = await readFile(target);
    await refused(path, /symbolic link/);
    expect(await readFile(target)).toEqual(before);
  });

  test('a folder that is a symbolic link', async () => {
    const path = await savedCache();
    await rename(dirname(path), `${dirname(path)}-elsewhere`);
    await symlink(`${dirname(path)}-elsewhere`, dirname(path));
    await refused(path, /symbolic link/);
  });

  test('a file that others can read', async () => {
    const path = await savedCache();
    await chmod(path, 0o640);
    await refused(path, /mode 640/);
  });

  test('a folder that others can write', async () => {
    const path = await savedCache();
    await chmod(dirname(path), 0o770);
    await refused(path, /mode 770/);
  });

  test('a folder in the place of the file', async () => {
    const path = await cachePath();
    await mkdir(path, { recursive: true, mode: 0o700 });
    await refused(path, /not a regular file/);
  });

  test.runIf(process.getuid?.() === 0)('a file of another user', async () => {
    const path = await savedCache();
    await chown(path, 12345, 12345);
    await refused(path, /another user/);
  });
});

describe('a key that does not fit is an error, and the file stays as it is', () => {
  test.each([
    ['another key', keyFromEnvironment(SAMPLE_KEY), keyFromEnvironment(otherKey), /another key/],
    ['another source', keyFromEnvironment(SAMPLE_KEY), plaintextKey(), /"environment".*"plaintext"/],
    ['a file somebody put there unencrypted', plaintextKey(), keyFromEnvironment(SAMPLE_KEY), /"plaintext"/],
  ])('%s', async (_case, rightKey, wrongKey, message) => {
    const path = await savedCache(rightKey);
    const before = await readFile(path);
    const { store, notices } = open(path, wrongKey);
    const failure = { code: 'ERR_CACHE_KEY', message: expect.stringMatching(message) };
    await expect(store.load('a')).rejects.toMatchObject(failure);
    await expect(store.save('b', sampleTokens('b'))).rejects.toMatchObject(failure);
    expect(await readFile(path)).toEqual(before);
    expect(notices).toEqual([]);
    expect(await open(path, rightKey).store.load('a')).toBeDefined();
  });

  test('a wrong passphrase', async () => {
    const path = await savedCache(passphraseKey('correct horse'));
    const failure = open(path, passphraseKey('battery staple')).store.load('a');
    await expect(failure).rejects.toMatchObject({ code: 'ERR_CACHE_KEY' });
    await expect(failure).rejects.not.toThrow(/battery|horse/);
    expect(await open(path, passphraseKey('correct horse')).store.load('a')).toBeDefined();
  });
});

/** Makes the digest fit again, as somebody who changes the file on purpose would. */
function withNewDigest(headerLine: string, payload: string): string {
  const content = `${headerLine}\n${payload}\n`;
  return `${content}${createHash('sha256').update(content).digest('hex')}\n`;
}

describe('a file that is damaged is moved aside', () => {
  async function expectMovedAside(path: string, content: Buffer | string): Promise<void> {
    await writeFile(path, content, { mode: 0o600 });
    const { store, notices } = open(path);
    expect(await store.load('a')).toBeUndefined();
    expect(notices).toHaveLength(1);
    const aside = (await readdir(dirname(path))).filter((name) => name.startsWith('tokens.corrupt-'));
    expect(aside).toHaveLength(1);
    expect(notices[0]).toContain(aside[0]);
    const asidePath = join(dirname(path), aside[0] as string);
    expect((await readFile(asidePath)).equals(Buffer.from(content))).toBe(true);
    await unlink(asidePath);
  }

  test('whichever byte was changed', async () => {
    const path = await savedCache();
    const content = await readFile(path);
    // Changing the last bit makes version 1 a 0; a higher one would be a newer file, which stays.
    for (let position = 0; position < content.length; position += 3) {
      const damaged = Buffer.from(content);
      damaged[position] = (damaged[position] as number) ^ 1;
      await expectMovedAside(path, damaged);
    }
  });

  test('wherever it was cut off', async () => {
    const path = await savedCache();
    const content = await readFile(path);
    for (let length = 0; length < content.length; length += 25)
      await expectMovedAside(path, content.subarray(0, length));
    await expectMovedAside(path, content.subarray(0, -1));
  });

  test.each([
    ['another program', '{"Account":{}}'],
    ['nobody', ''],
    ['binary data', Buffer.from([0xff, 0xfe, 0x00])],
    ['far too much', Buffer.alloc(16 * 1024 * 1024 + 1)],
    ['an unknown cipher', withNewDigest('{"format":"waybill-token-cache","version":1,"cipher":"rot13"}', '')],
  ])('when it is from %s', async (_case, content) => {
    await expectMovedAside(await savedCache(), content);
  });

  test.each([
    '',
    '{}',
    '[{}]',
    '[{"key":"a","accessToken":{"token":"t","scopes":[],"acquiredOn":"x","expiresOn":"y"}}]',
  ])('when its tokens are %s', async (payload) => {
    const path = await savedCache(plaintextKey());
    const [headerLine = ''] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, withNewDigest(headerLine, payload));
    const { store, notices } = open(path, plaintextKey());
    expect(await store.load('a')).toBeUndefined();
    expect(notices).toHaveLength(1);
  });

  test('and the next save starts a new one', async () => {
    const path = await savedCache();
    await writeFile(path, 'damaged');
    const { store, notices } = open(path);
    await store.save('b', sampleTokens('b'));
    expect(notices).toHaveLength(1);
    expect(await open(path).store.load('b')).toBeDefined();
  });
});

test.each([
  ['the header', (header: string, payload: string) => withNewDigest(header.replace('{', '{"x":1,'), payload)],
  ['the tokens', (header: string, payload: string) => withNewDigest(header, payload.replace(/^.{4}/, 'AAAA'))],
  ['the end', (header: string, payload: string) => withNewDigest(header, payload.slice(0, -8))],
  ['everything', (header: string) => withNewDigest(header, '')],
])('a change of %s with a digest that fits does not open either', async (_case, forge) => {
  const path = await savedCache();
  const [header = '', payload = ''] = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, forge(header, payload));
  await expect(open(path).store.load('a')).rejects.toMatchObject({ code: 'ERR_CACHE_KEY' });
});

test('a file of a newer Waybill is refused and stays', async () => {
  const path = await savedCache();
  const newer = '{"format":"waybill-token-cache","version":2}\nwho knows\n';
  await writeFile(path, newer);
  const { store } = open(path);
  await expect(store.load('a')).rejects.toMatchObject({
    code: 'ERR_CACHE_VERSION',
    hint: expect.stringMatching(/Update/),
  });
  await expect(store.save('a', sampleTokens('a'))).rejects.toMatchObject({ code: 'ERR_CACHE_VERSION' });
  expect(await readFile(path, 'utf8')).toBe(newer);
});

describe('clear', () => {
  test('leaves nothing: no file, lock, temporary file, nor what was moved aside', async () => {
    const path = await savedCache();
    for (const name of ['tmp-1', 'corrupt-1', 'lock.break']) await writeFile(`${path}.${name}`, '');
    await writeFile(`${path}-unrelated`, '');
    const { store } = open(path);
    await store.load('a');
    await store.clear();
    expect(await readdir(dirname(path))).toEqual(['tokens-unrelated']);
    expect(await store.load('a')).toBeUndefined();
  });

  test('overwrites before it deletes', async () => {
    const path = await savedCache();
    const handle = await openFile(path, 'r');
    await open(path).store.clear();
    const remains = await handle.readFile();
    await handle.close();
    expect(remains.length).toBeGreaterThan(100);
    expect(remains.every((byte) => byte === 0)).toBe(true);
  });

  test.each([
    ['of another key', keyFromEnvironment(otherKey)],
    ['of another source', plaintextKey()],
  ])('needs no key: a file %s goes too', async (_case, key) => {
    const path = await savedCache(key);
    await open(path).store.clear();
    expect(await readdir(dirname(path))).toEqual([]);
  });

  test('deletes a symbolic link, but not what it points to', async () => {
    const path = await savedCache();
    const target = `${path}-elsewhere`;
    await rename(path, target);
    await symlink(target, path);
    await open(path).store.clear();
    expect(await readdir(dirname(path))).toEqual(['tokens-elsewhere']);
    expect(await readFile(target, 'utf8')).toContain('waybill-token-cache');
  });

  test('is noticed by the others, who do not bring the old tokens back', async () => {
    const path = await savedCache();
    const other = open(path).store;
    await other.load('a');
    await open(path).store.clear();
    await other.save('b', sampleTokens('b'));
    expect(await open(path).store.load('a')).toBeUndefined();
    expect(await open(path).store.load('b')).toBeDefined();
  });
});

test('a temporary file that a crash left is wiped by the next write', async () => {
  const path = await savedCache();
  await writeFile(`${path}.tmp-0123456789ab`, 'sealed tokens');
  await open(path).store.save('b', sampleTokens('b'));
  expect(await readdir(dirname(path))).toEqual(['tokens']);
});

test('a lock that is held makes a save fail with who holds it, and reading goes on', async () => {
  const path = await savedCache();
  const holder = { pid: process.pid, host: 'elsewhere', since: '2030-01-01T00:00:00.000Z', id: 'x' };
  await writeFile(`${path}.lock`, JSON.stringify(holder));
  const options = { path, key: keyFromEnvironment(SAMPLE_KEY), redactor: new Redactor() };
  const store = new FileTokenStore({ ...options, lock: { timeoutMs: 50 } });
  await expect(store.save('b', sampleTokens('b'))).rejects.toMatchObject({
    code: 'ERR_CACHE_LOCKED',
    message: expect.stringContaining('on elsewhere since 2030'),
  });
  expect(await store.load('a')).toBeDefined();
});
