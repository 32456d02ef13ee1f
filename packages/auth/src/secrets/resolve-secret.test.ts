import { join } from 'node:path';
import { tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { resolveSecret } from './resolve-secret.ts';

describe('a secret comes from', () => {
  test('an environment variable', async () => {
    expect(await resolveSecret('s', { env: 'X' }, { env: { X: 'value' } })).toBe('value');
  });

  test('a .env file, with quotes and comments', async () => {
    const folder = await tempDir({ '.env': '# comment\nexport A=1\nX="va#lue with = and \'quotes\'" # why\n' });
    expect(await resolveSecret('s', { dotenv: 'X', path: join(folder, '.env') }, { env: {} })).toBe(
      "va#lue with = and 'quotes'",
    );
  });

  test('a file, without the newline an editor puts at its end', async () => {
    const folder = await tempDir({ secret: ' value \r\n' });
    expect(await resolveSecret('s', { file: join(folder, 'secret') }, { env: {} })).toBe(' value ');
  });
});

describe('a secret that is missing says where it should be', () => {
  test.each([
    [{ env: 'X' }, {}, 'The secret "s" is missing: the environment variable X is not set.'],
    [{ env: 'X' }, { X: '' }, 'The secret "s" is missing: the environment variable X is empty.'],
    [{ dotenv: 'X', path: '/nowhere/.env' }, {}, 'The secret "s" is missing: /nowhere/.env does not exist.'],
    [{ file: '/nowhere/secret' }, {}, 'The secret "s" is missing: /nowhere/secret does not exist.'],
  ])('%j', async (source, env, message) => {
    await expect(resolveSecret('s', source, { env })).rejects.toMatchObject({ code: 'ERR_SECRET_MISSING', message });
  });

  test('in a file that has other things', async () => {
    const folder = await tempDir({ '.env': 'Y=hidden-value\n', empty: '\n' });
    const dotenv = resolveSecret('s', { dotenv: 'X', path: join(folder, '.env') }, { env: {} });
    await expect(dotenv).rejects.toThrow(/has no value for X/);
    await expect(dotenv).rejects.not.toThrow(/hidden-value/);
    await expect(resolveSecret('s', { file: join(folder, 'empty') }, { env: {} })).rejects.toThrow(/is empty/);
  });
});
