import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terminal } from '@waybill/testkit';

/** Measures what a person feels of the built program: how long until the first screen, and from a key to its frame. */
const FIRST_FRAME_LIMIT_MS = 500;
const STARTS = 10;
const KEYS = 100;
const requests = Array.from({ length: 200 }, (_, index) => `  r${index}: { get: "http://127.0.0.1:1/${index}" }\n`);

const cwd = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
const state = join(cwd, 'state');
try {
  await writeFile(join(cwd, 'waybill.yaml'), `requests:\n${requests.join('')}`);
  const starts: number[] = [];
  const keys: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const before = performance.now();
    const terminal = new Terminal(['-c', 'waybill.yaml'], { cwd, env: { WAYBILL_HOME: state } });
    await terminal.waitFor('Collection');
    starts.push(performance.now() - before);
    await terminal.waitFor('r1');
    if (start === STARTS - 1) for (let key = 0; key < KEYS; key += 1) keys.push(await frameAfter(terminal, 'j'));
    terminal.type('q');
    await terminal.exit;
  }
  report('first frame', starts);
  report('key to frame', keys);
  const isFast = quantile(starts, 0.5) < FIRST_FRAME_LIMIT_MS;
  process.stdout.write(`${isFast ? 'within' : 'OVER'} the limit of ${FIRST_FRAME_LIMIT_MS} ms for the first frame\n`);
  process.exitCode = isFast ? 0 : 1;
} finally {
  await rm(cwd, { recursive: true, force: true });
}

/** Milliseconds from a key to the end of the frame that it causes. */
async function frameAfter(terminal: Terminal, key: string): Promise<number> {
  const from = terminal.output.length;
  const before = performance.now();
  terminal.type(key);
  while (!terminal.output.slice(from).includes('\u001b[?2026l')) await new Promise((resolve) => setImmediate(resolve));
  return performance.now() - before;
}

function report(name: string, values: readonly number[]): void {
  const [middle, worst] = [quantile(values, 0.5), quantile(values, 0.95)].map((value) => value.toFixed(1));
  process.stdout.write(`${name.padEnd(14)} p50 ${middle} ms   p95 ${worst} ms   (${values.length} times)\n`);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
