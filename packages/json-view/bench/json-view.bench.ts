import { Body, Locator, locationOf, runTask, Search, type Task, View, valueTextOf } from '@waybill/json-view';

// Run by hand: pnpm --filter @waybill/json-view bench

interface Measured {
  name: string;
  ms: number;
}

const results: Measured[] = [];

function measure<T>(name: string, run: () => T): T {
  const started = performance.now();
  const value = run();
  results.push({ name, ms: performance.now() - started });
  return value;
}

/** Runs a task in slices of 8 ms, as the program does; measures the sum and the longest slice. */
function measureTask(name: string, task: Task): void {
  let longest = 0;
  measure(name, () => {
    for (let done = false; !done; ) {
      const started = performance.now();
      done = task.step(8);
      longest = Math.max(longest, performance.now() - started);
    }
  });
  results.push({ name: `${name}: longest slice`, ms: longest });
}

function bodyOfDatasets(megabytes: number): Buffer {
  const parts: string[] = [];
  for (let length = 0, i = 0; length < megabytes * 1_000_000; i++) {
    const part = JSON.stringify({
      id: `cfafbeb1-8037-4d0c-896e-${i.toString(16).padStart(12, '0')}`,
      name: `Sales dataset ${i} Größe 売上`,
      webUrl: `https://app.powerbi.com/groups/${i}/datasets/${i}`,
      isRefreshable: i % 3 === 0,
      targetStorageMode: i % 2 ? 'Abf' : null,
      size: i * 1.5,
      users: [{ identifier: `user${i}@contoso.com`, rights: ['Read', 'Write'] }],
    });
    parts.push(part);
    length += part.length + 1;
  }
  return Buffer.from(`{"value":[${parts.join(',')}]}`);
}

function windowsOf(name: string, view: View, positions: number[], left = 0): void {
  globalThis.gc?.();
  const times = positions.map((position) => {
    const started = performance.now();
    view.window(position, 50, { left, width: 200 });
    return performance.now() - started;
  });
  times.sort((a, b) => a - b);
  results.push({ name: `${name}, median`, ms: times[Math.floor(times.length / 2)] ?? 0 });
  // What is slower are pauses of the garbage collector.
  results.push({ name: `${name}, 99 of 100`, ms: times[Math.floor(times.length * 0.99)] ?? 0 });
}

function rows(view: View, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor((view.lineCount / count) * i));
}

async function main(): Promise<void> {
  // The engine compiles the code on a small body first, as it would be in a running program.
  const small = new Body(bodyOfDatasets(2));
  await runTask(small);
  windowsOf('', new View(small), rows(new View(small), 500));
  results.length = 0;

  const bytes = bodyOfDatasets(50);
  const before = memory();
  const body = new Body(bytes);
  measureTask('index 50 MB', body);
  const indexBytes = memory() - before;
  const view = new View(body);
  windowsOf('window of 50 rows', view, rows(view, 2000));
  const last = view.lineCount - 10;
  const location = measure('path of a line at the end', () => locationOf(body, last));
  measure('line of that path', () => new Locator(body).rangeOf(location?.path ?? []));
  const locator = new Locator(body);
  measure('lines of 10,000 paths', () => {
    for (let i = 0; i < 10_000; i++) locator.rangeOf(['value', i, 'name']);
  });
  measure('value text, 1,000,000 characters', () => valueTextOf(body, 0));
  for (const query of [
    { text: 'not in there' },
    { text: 'NOT IN THERE', ignoreCase: true },
    { text: 'isRefreshable": true' },
    { text: 'not.in[ ]there', syntax: 'regex' as const },
  ]) {
    measureTask(`search ${JSON.stringify(query)}`, new Search(body, query, { maxMatches: 1_000_000 }));
  }
  measure('fold one', () => view.fold(2));
  measureTask('fold to depth 2', view.foldToDepth(2));
  windowsOf('window of 50 folded rows', view, rows(view, 2000));
  measure('unfold one of very many', () => view.unfold(2));

  const huge = new Body(Buffer.from(JSON.stringify({ data: 'QmFzZTY0'.repeat(6_250_000) })));
  measureTask('index one string of 50 MB', huge);
  windowsOf('window on that string', new View(huge), Array(100).fill(0));
  windowsOf('window at its column 1,000,000', new View(huge), Array(100).fill(0), 1_000_000);
  const dense = new Body(Buffer.from(`[${'1,'.repeat(25_000_000)}1]`));
  measureTask('index 25 million numbers', dense);
  const denseView = new View(dense);
  windowsOf('window of them', denseView, rows(denseView, 2000));
  measure('path of the last of them', () => locationOf(dense, dense.lineCount - 2));
  const raw = new Body(bytes, { as: 'text' });
  measureTask('index 50 MB as text of one line', raw);

  for (const { name, ms } of results) process.stdout.write(`${ms.toFixed(2).padStart(9)} ms  ${name}\n`);
  process.stdout.write(`${bytes.length} bytes, ${body.lineCount} lines, index ${indexBytes} bytes\n`);
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

await main();
