import { join } from 'node:path';
import { type Collection, loadCollection } from '@waybill/collection';
import { tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { createPlan, type Selection, type Shard, ShardDealer } from '../index.ts';

async function fiveFiles() {
  const file = 'requests: { one: { get: "http://x" }, two: { get: "http://x" } }';
  const names = ['a', 'b', 'c', 'd', 'e'];
  const folder = await tempDir(Object.fromEntries(names.map((name) => [`${name}.yaml`, file])));
  return (await loadCollection(folder)).collection;
}

/** The plan of one shard. */
function planOf(collection: Collection, shard: Shard, selection: Selection = {}) {
  const files = new ShardDealer(shard).deal([...new Set(collection.requests.map(({ location }) => location.file))]);
  return createPlan(collection, { ...selection, files });
}

const idsOf = (plan: ReturnType<typeof createPlan>) => plan.requests.map(({ id }) => id);

test.each([1, 2, 3, 5, 9])('%i shards have every request once, and files whole', async (count) => {
  const collection = await fiveFiles();
  const shards = Array.from({ length: count }, (_, index) => idsOf(planOf(collection, { index: index + 1, count })));
  expect(shards.flat().sort()).toEqual(collection.requests.map(({ id }) => id));
  const filesOf = (ids: readonly string[]) => ids.map((id) => id.split('/')[0]);
  for (const shard of shards) expect(shard.length).toBe(new Set(filesOf(shard)).size * 2);
});

test('shards go on dealing where the collection before ended', () => {
  const dealer = new ShardDealer({ index: 1, count: 2 });
  expect([...dealer.deal(['a'])]).toEqual(['a']);
  expect([...dealer.deal(['b', 'c', 'd'])]).toEqual(['c']);
});

test('what took longest goes to whoever has least to do, and what is new takes what is usual', () => {
  const past = new Map([
    ['short', 100],
    ['long', 900],
    ['usual', 300],
  ]);
  const files = ['short', 'new', 'long', 'usual', 'newer'];
  const deal = (index: number) => [...new ShardDealer({ index, count: 2 }, past).deal(files)];
  // 900 | 300, 300, 300, 100: the last one is the first to find both sides even.
  expect(deal(1)).toEqual(['long', 'short']);
  expect(deal(2)).toEqual(['new', 'usual', 'newer']);
});

test('files that took no time are dealt in turn', () => {
  const past = new Map(['a', 'b', 'c'].map((file) => [file, 0]));
  expect([...new ShardDealer({ index: 2, count: 3 }, past).deal(['a', 'b', 'c'])]).toEqual(['b']);
});

test('another filter does not change which shard a file belongs to', async () => {
  const collection = await fiveFiles();
  const plan = (index: number) => planOf(collection, { index, count: 2 }, { requests: ['b/one'] });
  expect(idsOf(plan(1))).toEqual([]);
  expect(idsOf(plan(2))).toEqual(['b/one']);
});

test('a shard brings what its requests need from other files', async () => {
  const folder = await tempDir({
    'a.yaml': 'requests: { login: { get: "http://x", capture: { id: $.id } } }',
    'b.yaml': 'requests: { use: { get: "http://x/{{ id }}" } }',
  });
  const { collection } = await loadCollection(join(folder));
  expect(idsOf(planOf(collection, { index: 2, count: 2 }))).toEqual(['a/login', 'b/use']);
});
