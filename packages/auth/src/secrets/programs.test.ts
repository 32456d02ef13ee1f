import { readFile } from 'node:fs/promises';
import { tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { resolveSecret } from '../index.ts';
import { fakeProgram } from '../testing/fake-program.ts';
import { KEYCHAINS } from './keychain.ts';

describe('a command', () => {
  test('prints the secret, in its folder and without a shell', async () => {
    const folder = await tempDir();
    const { env, log } = await fakeProgram(folder, 'vault', { stdout: 'the secret\n' });
    const command = ['vault', 'read', '$HOME; rm -rf ~'];
    expect(await resolveSecret('s', { command, cwd: folder }, { env, allowCommands: true })).toBe('the secret');
    expect(JSON.parse(await readFile(log, 'utf8'))).toEqual([folder, 'read', '$HOME; rm -rf ~']);
  });

  test('does not run unless it is allowed', async () => {
    const folder = await tempDir();
    const { env, log } = await fakeProgram(folder, 'vault', { stdout: 'x' });
    await expect(resolveSecret('s', { command: ['vault'], cwd: folder }, { env })).rejects.toMatchObject({
      code: 'ERR_SECRET_REFUSED',
      message: expect.stringContaining('commands are not allowed'),
    });
    await expect(readFile(log)).rejects.toThrow();
  });

  test.each([
    ['fails', { stdout: 'hidden', stderr: 'hidden', exitCode: 3 }, /vault failed \(exit code 3\)/],
    ['prints nothing', { stdout: '\n' }, /vault printed nothing/],
  ])('that %s is named without its output', async (_what, options, message) => {
    const folder = await tempDir();
    const { env } = await fakeProgram(folder, 'vault', options);
    const error: Error = await resolveSecret(
      's',
      { command: ['vault'], cwd: folder },
      { env, allowCommands: true },
    ).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_SECRET_MISSING', message: expect.stringMatching(message) });
    expect(error.message).not.toContain('hidden');
    expect(error.cause).toBeUndefined();
  });

  test('that is not there is named', async () => {
    const cwd = await tempDir();
    const context = { env: { PATH: cwd }, allowCommands: true };
    await expect(resolveSecret('s', { command: ['nothing'], cwd }, context)).rejects.toThrow('no program nothing');
    await expect(resolveSecret('s', { command: [], cwd }, context)).rejects.toThrow('its command is empty');
  });
});

describe.skipIf(process.platform !== 'linux')('the keychain', () => {
  test('gives its entry', async () => {
    const { env, log } = await fakeProgram(await tempDir(), 'secret-tool', { stdout: 'the secret' });
    expect(await resolveSecret('s', { keychain: 'powerbi', account: 'ada' }, { env })).toBe('the secret');
    const [, ...args] = JSON.parse(await readFile(log, 'utf8'));
    expect(args).toEqual(['lookup', 'service', 'powerbi', 'account', 'ada']);
  });

  test('says that it has none', async () => {
    const { env } = await fakeProgram(await tempDir(), 'secret-tool', { exitCode: 1 });
    await expect(resolveSecret('s', { keychain: 'powerbi', account: 'ada' }, { env })).rejects.toMatchObject({
      message: 'The secret "s" is missing: the keychain has no entry for powerbi (account ada).',
      hint: 'Add it: secret-tool store --label=Waybill service powerbi account ada',
    });
  });

  test('says why it cannot be read', async () => {
    const { env } = await fakeProgram(await tempDir(), 'secret-tool', {
      stderr: 'Cannot autolaunch D-Bus',
      exitCode: 1,
    });
    await expect(resolveSecret('s', { keychain: 'powerbi' }, { env })).rejects.toThrow(/Cannot autolaunch D-Bus/);
    const nowhere = { env: { PATH: await tempDir() } };
    await expect(resolveSecret('s', { keychain: 'powerbi' }, nowhere)).rejects.toThrow('secret-tool is not installed');
  });
});

test('the keychain of macOS is asked by its own tool', () => {
  expect(KEYCHAINS.darwin?.find({ keychain: 'powerbi', account: 'ada' })).toEqual([
    ...['find-generic-password', '-s', 'powerbi', '-a', 'ada', '-w'],
  ]);
});

describe('a prompt', () => {
  test('asks by its label', async () => {
    const prompt = async (label: string) => `typed for ${label}`;
    expect(await resolveSecret('s', { prompt: 'Client secret' }, { env: {}, prompt })).toBe('typed for Client secret');
  });

  test('needs somebody who types something', async () => {
    await expect(resolveSecret('s', { prompt: 'x' }, { env: {} })).rejects.toThrow(/nobody can be asked here/);
    const context = { env: {}, prompt: async () => '' };
    await expect(resolveSecret('s', { prompt: 'x' }, context)).rejects.toThrow(/nothing was typed in/);
  });
});
