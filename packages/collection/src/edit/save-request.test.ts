import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { saveRequest } from './save-request.ts';

const TEXT = 'requests:\n  a: { get: https://h/ } # kept\n';

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-edit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'a.yaml');
  await writeFile(file, text);
  return file;
}

const EDIT = { op: 'set', path: ['url'], value: 'https://i/' } as const;

test('a request is saved into its file, whose permissions stay, and nothing else is left behind', async () => {
  const file = await fileWith(TEXT);
  await chmod(file, 0o640);
  await saveRequest({ file, text: TEXT }, 'a', [EDIT]);
  expect(await readFile(file, 'utf8')).toBe('requests:\n  a: { get: https://i/ } # kept\n');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(join(file, '..'))).toEqual(['a.yaml']);
});

test('a file that changed since it was loaded stays as it is', async () => {
  const file = await fileWith(`${TEXT}# new\n`);
  await expect(saveRequest({ file, text: TEXT }, 'a', [EDIT])).rejects.toMatchObject({
    code: 'ERR_FILE_UNWRITABLE',
    hint: expect.stringContaining('Reload'),
  });
  expect(await readFile(file, 'utf8')).toBe(`${TEXT}# new\n`);
});

test('a link to a file stays a link', async () => {
  const file = await fileWith(TEXT);
  const link = join(file, '..', 'link.yaml');
  await symlink(file, link);
  await saveRequest({ file: link, text: TEXT }, 'a', [EDIT]);
  expect(await readFile(file, 'utf8')).toContain('https://i/');
});
