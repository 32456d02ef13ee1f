import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redactor } from '@waybill/redaction';
import { tempDir } from '@waybill/testkit';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FileTokenStore } from '../file-token-store.ts';
import { SAMPLE_KEY, sampleTokens } from '../testing/sample-tokens.ts';
import { keyFromEnvironment } from './environment-key.ts';
import { keychainKey } from './keychain-key.ts';
import { passphraseKey } from './passphrase-key.ts';

describe('a passphrase', () => {
  test('makes the same key again from what the file says, in either Unicode form', async () => {
    const made = await passphraseKey('pa\u0308ss').create();
    const found = await passphraseKey('p\u00e4ss').unlock(made.parameters);
    expect(found.bytes).toEqual(made.bytes);
    expect(made.parameters).toMatchObject({ N: 131_072, r: 8, p: 1 });
  });

  test('is derived once for each salt', async () => {
    const key = passphraseKey('correct horse');
    const made = await key.create();
    expect(await key.unlock({ ...made.parameters })).toBe(made);
    expect((await key.create()).parameters.salt).not.toBe(made.parameters.salt);
  });

  test.each([
    { salt: 'c2FsdA==', N: 2 ** 40, r: 8, p: 1 },
    { salt: '', N: 1024, r: 8, p: 1 },
    { salt: 'c2FsdA==', N: 'many', r: 8, p: 1 },
    {},
  ])('refuses parameters that would exhaust the machine or protect nothing: %j', async (parameters) => {
    await expect(passphraseKey('x').unlock(parameters)).rejects.toMatchObject({ code: 'ERR_CACHE_KEY' });
  });
});

test('a key from the environment is 32 bytes in base64', async () => {
  expect((await keyFromEnvironment(`${SAMPLE_KEY}\n`).create()).bytes).toHaveLength(32);
  for (const wrong of ['', 'c2hvcnQ=', 'x'.repeat(44), SAMPLE_KEY.replace(/^./, ' ')]) {
    expect(() => keyFromEnvironment(wrong)).toThrow(expect.objectContaining({ code: 'ERR_CACHE_KEY' }));
  }
});

function setVariable(name: string, value: string): void {
  vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

/** Puts a program in front of PATH; it logs its arguments and its environment. */
async function fakeTool(name: string, script: string): Promise<{ folder: string; log: () => Promise<string> }> {
  const folder = await tempDir({
    [name]: `#!/bin/sh\nFOLDER="$(dirname "$0")"\necho "$0 $*" >> "$FOLDER/log"\nenv >> "$FOLDER/log"\n${script}`,
  });
  await chmod(join(folder, name), 0o755);
  setVariable('PATH', `${folder}:${process.env.PATH}`);
  return { folder, log: () => readFile(join(folder, 'log'), 'utf8') };
}

const SECRET_TOOL = `
case "$1" in
  store) cat > "$FOLDER/secret" ;;
  lookup) [ -f "$FOLDER/secret" ] && cat "$FOLDER/secret" || exit 1 ;;
  clear) rm "$FOLDER/secret" 2> /dev/null || exit 1 ;;
esac
`;

const SECURITY = `
case "$1" in
  -i) read -r command; echo "$command" | sed 's/.* -w //' > "$FOLDER/secret" ;;
  find-generic-password) [ -f "$FOLDER/secret" ] && cat "$FOLDER/secret" || exit 44 ;;
  delete-generic-password) rm "$FOLDER/secret" 2> /dev/null || exit 44 ;;
esac
`;

const POWERSHELL = `
read -r line
case "$*" in
  *::Protect*) printf 'QUJD%s' "$line" ;;
  *::Unprotect*) printf '%s' "\${line#QUJD}" ;;
esac
`;

const keychains = [
  ['linux', 'secret-tool', SECRET_TOOL],
  ['darwin', 'security', SECURITY],
  ['win32', 'powershell.exe', POWERSHELL],
] as const;

describe.each(keychains)('the keychain of %s', (platform, tool, script) => {
  test('keeps a key that another process finds and that never stands in arguments or the file', async () => {
    const { folder, log } = await fakeTool(tool, script);
    const path = join(await tempDir(), 'waybill', 'tokens');
    const open = () =>
      new FileTokenStore({ path, key: keychainKey({ cachePath: path, platform }), redactor: new Redactor() });
    setVariable('WAYBILL_TEST_SECRET', 'hidden-from-tools');
    expect(await keychainKey({ cachePath: path, platform }).unavailableBecause()).toBeUndefined();
    await open().save('a', sampleTokens('a'));
    expect(await open().load('a')).toMatchObject({ refreshToken: 'refresh-token-of-a' });
    const secret = platform === 'win32' ? undefined : (await readFile(join(folder, 'secret'), 'utf8')).trim();
    expect(await log()).not.toMatch(/hidden-from-tools|[A-Za-z0-9+/]{43}=/);
    if (secret === undefined) return;
    expect(Buffer.from(secret, 'base64')).toHaveLength(32);
    expect(await readFile(path, 'utf8')).not.toContain(secret);
    await open().clear();
    await expect(readFile(join(folder, 'secret'))).rejects.toMatchObject({ code: 'ENOENT' });
    await open().clear();
  });

  test('that is not installed is unavailable, with the reason', async () => {
    setVariable('PATH', await tempDir());
    const key = keychainKey({ cachePath: '/x', platform });
    expect(await key.unavailableBecause()).toBe(`The keychain cannot be used: ${tool} is not installed.`);
    await expect(key.create()).rejects.toMatchObject({
      code: 'ERR_CACHE_KEY',
      hint: expect.stringMatching(/another place/),
    });
  });

  test('that fails says why, in its own words', async () => {
    await fakeTool(tool, 'echo "Cannot autolaunch D-Bus without X11" >&2; exit 1\n');
    const key = keychainKey({ cachePath: '/x', platform });
    expect(await key.unavailableBecause()).toBe(
      `The keychain cannot be used: ${tool} failed: Cannot autolaunch D-Bus without X11.`,
    );
  });
});

describe('a key in the keychain', () => {
  const key = () => keychainKey({ cachePath: '/x', platform: 'linux' });

  test('that is gone or was replaced is an error', async () => {
    const { folder } = await fakeTool('secret-tool', SECRET_TOOL);
    const { parameters } = await key().create();
    await writeFile(join(folder, 'secret'), SAMPLE_KEY);
    await expect(key().unlock(parameters)).rejects.toThrow(/another key/);
    await writeFile(join(folder, 'secret'), 'no key');
    await expect(key().unlock(parameters)).rejects.toThrow(/is not a key/);
    await key().forget();
    await expect(key().unlock(parameters)).rejects.toThrow(/no key/);
  });

  test('is asked for once, and again when the file names another', async () => {
    const { log } = await fakeTool('secret-tool', SECRET_TOOL);
    const mine = key();
    const first = await mine.create();
    const asked = (await log()).split('lookup').length;
    expect(await mine.unlock(first.parameters)).toBe(first);
    expect((await log()).split('lookup').length).toBe(asked);
    await key().forget();
    const second = await key().create();
    expect((await mine.unlock(second.parameters)).bytes).toEqual(second.bytes);
  });

  test('is made once, when two processes start a cache at the same time', async () => {
    const { log } = await fakeTool('secret-tool', SECRET_TOOL);
    const path = join(await tempDir(), 'waybill', 'tokens');
    const open = () =>
      new FileTokenStore({ path, key: keychainKey({ cachePath: path, platform: 'linux' }), redactor: new Redactor() });
    await Promise.all([open().save('a', sampleTokens('a')), open().save('b', sampleTokens('b'))]);
    expect((await log()).match(/secret-tool store/g)).toHaveLength(1);
    expect(await open().load('a')).toBeDefined();
    expect(await open().load('b')).toBeDefined();
  });

  test('is nothing to forget where the tool is not installed', async () => {
    setVariable('PATH', await tempDir());
    await key().forget();
  });

  test('that the keychain swallows is noticed before tokens depend on it', async () => {
    await fakeTool('secret-tool', 'case "$1" in store) cat > /dev/null ;; *) exit 1 ;; esac\n');
    await expect(key().create()).rejects.toThrow(/does not return it/);
  });
});
