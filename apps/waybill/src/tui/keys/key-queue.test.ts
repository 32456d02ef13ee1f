import { expect, test } from 'vitest';
import { KeyQueue } from './key-queue.ts';

test('the next is handled when the one before is done, whenever it came', async () => {
  const queue = new KeyQueue(() => false);
  const order: string[] = [];
  const saved = Promise.withResolvers<void>();
  queue.add(async () => {
    order.push('enter');
    await saved.promise;
    order.push('saved');
  });
  const done = new Promise<void>((resolve) => {
    queue.add(() => void order.push('down'));
    queue.add(resolve);
  });
  saved.resolve();
  await done;
  expect(order).toEqual(['enter', 'saved', 'down']);
});

test('an answer does not wait for what asks for it', async () => {
  let isAsking = false;
  const queue = new KeyQueue(() => isAsking);
  const answer = Promise.withResolvers<string>();
  const answered = new Promise<string>((resolve) => {
    queue.add(async () => {
      isAsking = true;
      resolve(await answer.promise);
    });
  });
  await expect.poll(() => isAsking).toBe(true);
  queue.add(() => answer.resolve('typed'));
  expect(await answered).toBe('typed');
});
