import { join } from 'node:path';
import { loadCollection } from '@waybill/collection';
import { tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { createPlan } from '../index.ts';

async function fiveFiles() {
  const file = 'requests: { one: { get: "http://x" }, two: { get: "http://x" } }';
  const names = ['a', 'b', 'c', 'd', 'e'];
  const folder = await tempDir(Object.fromEntries(names.map((name) => [`${name}.yaml`, file])));
  return (await loadCollection(folder)).collection;
}

const idsOf = (plan: ReturnType<typeof createPlan>) => plan.requests.map(({ id }) => id);

test.each([1, 2, 3, 5, 9])('%i shards have every request once, and files whole', async (count) => {
  const collection = await fiveFiles();
  const shards = Array.from({ length: count }, (_, index) =>
    idsOf(createPlan(collection, { shard: { index: index + 1, count } })),
  );
  expect(shards.flat().sort()).toEqual(collection.requests.map(({ id }) => id));
  const filesOf = (ids: readonly string[]) => ids.map((id) => id.split('/')[0]);
  for (const shard of shards) expect(shard.length).toBe(new Set(filesOf(shard)).size * 2);
});

test('shards go on counting where the collection before ended', async () => {
  const collection = await fiveFiles();
  const plan = createPlan(collection, { shard: { index: 1, count: 2, filesBefore: 1 } });
  expect(idsOf(plan)).toEqual(['b/one', 'b/two', 'd/one', 'd/two']);
});

test('another filter does not change which shard a file belongs to', async () => {
  const collection = await fiveFiles();
  const plan = (index: number) => createPlan(collection, { requests: ['b/one'], shard: { index, count: 2 } });
  expect(idsOf(plan(1))).toEqual([]);
  expect(idsOf(plan(2))).toEqual(['b/one']);
});

test('a shard brings what its requests need from other files', async () => {
  const folder = await tempDir({
    'a.yaml': 'requests: { login: { get: "http://x", capture: { id: $.id } } }',
    'b.yaml': 'requests: { use: { get: "http://x/{{ id }}" } }',
  });
  const { collection } = await loadCollection(join(folder));
  expect(idsOf(createPlan(collection, { shard: { index: 2, count: 2 } }))).toEqual(['a/login', 'b/use']);
});
