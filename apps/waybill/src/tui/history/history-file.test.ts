import { appendFile, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';
import type { HistoryEntry } from './history-entry.ts';
import { HistoryFile } from './history-file.ts';

function entry(requestId: string, body = ''): HistoryEntry {
  const time = new Date().toISOString();
  return { time, requestId, method: 'GET', url: 'http://x/', outcome: 'passed', durationMs: 1, status: 200, body };
}

test('keeps entries for this user alone, the newest first', async () => {
  const folder = await tempDir();
  const file = new HistoryFile(folder);
  await Promise.all([file.add(entry('a')), file.add(entry('b'))]);
  expect((await new HistoryFile(folder).entries()).map(({ requestId }) => requestId)).toEqual(['b', 'a']);
  expect((await stat(file.path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'history'))).mode & 0o777).toBe(0o700);
});

test('skips a line that is broken, or is something else', async () => {
  const file = new HistoryFile(await tempDir());
  await file.add(entry('a'));
  await appendFile(file.path, '{"time":"2026-\n[]\n{"time":1}\nnull\n');
  await file.add(entry('b'));
  expect((await file.entries()).map(({ requestId }) => requestId)).toEqual(['b', 'a']);
});

test('drops the oldest when there are more than 500', async () => {
  const folder = await tempDir();
  const file = new HistoryFile(folder);
  await file.add(entry('first'));
  await appendFile(file.path, `${JSON.stringify(entry('old'))}\n`.repeat(499));
  await new HistoryFile(folder).add(entry('last'));
  const kept = await file.entries();
  expect(kept).toHaveLength(450);
  expect(kept[0]?.requestId).toBe('last');
  expect(kept.at(-1)?.requestId).toBe('old');
});

test('drops the oldest when they are more than 20 MB', async () => {
  const file = new HistoryFile(await tempDir());
  for (let index = 0; index < 90; index += 1) await file.add(entry(`r${index}`, 'x'.repeat(250_000)));
  expect((await stat(file.path)).size).toBeLessThanOrEqual(20_000_000);
  const kept = await file.entries();
  expect(kept[0]?.requestId).toBe('r89');
  expect(kept.length).toBeGreaterThan(65);
});

test('follows no link that somebody put in its place', async () => {
  const folder = await tempDir({ 'victim.txt': 'mine' });
  await mkdir(join(folder, 'history'));
  await symlink(join(folder, 'victim.txt'), join(folder, 'history/requests.jsonl'));
  await expect(new HistoryFile(folder).add(entry('a'))).rejects.toThrow();
  expect(await readFile(join(folder, 'victim.txt'), 'utf8')).toBe('mine');
});
