import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Terminal } from '@waybill/testkit';
import { quantile } from './quantile.ts';

/**
 * Measures what a person feels of the built program: how long until the first screen, and from a key to its frame, also
 * while a body of 50 MB is open. Ends with 1 when a target is missed.
 */
const FIRST_FRAME_TARGET_MS = 500;
const KEY_TARGET_MS = 50;
const STARTS = 10;
const BODY_BYTES = 50_000_000;
const PAGE_DOWN = '\u001b[6~';

let isMissed = false;
const body = largeBody();
const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(body));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const cwd = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
const others = Array.from({ length: 199 }, (_, index) => `  r${index}: { get: "http://127.0.0.1:1/${index}" }\n`);

try {
  await writeFile(
    join(cwd, 'waybill.yaml'),
    `requests:\n  large: { get: "http://127.0.0.1:${port}/" }\n${others.join('')}`,
  );
  process.stdout.write(`load ${loadavg()[0]?.toFixed(2)} before, body of ${(body.length / 1e6).toFixed(1)} MB\n`);
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const before = performance.now();
    const terminal = open();
    await terminal.waitFor('Collection');
    starts.push(performance.now() - before);
    await leave(terminal);
  }
  report('first frame', starts, FIRST_FRAME_TARGET_MS);

  const terminal = open();
  await terminal.waitFor('large');
  report('key, no body', await framesAfter(terminal, Array(50).fill('j')), KEY_TARGET_MS);
  terminal.type('g');
  await terminal.waitFor(/›.*large/);
  const sent = performance.now();
  terminal.type('s4');
  await terminal.waitFor(/\d\d\.\d MB/, 60_000);
  report('send to first rows', [performance.now() - sent]);
  await terminal.waitFor(/^(?!.*reading, )/s, 60_000);
  report('body read', [performance.now() - sent]);
  const keys = {
    scroll: Array(100).fill('j'),
    'page down': Array(50).fill(PAGE_DOWN),
    fold: Array(40).fill('z'),
  };
  for (const [name, typed] of Object.entries(keys)) report(name, await framesAfter(terminal, typed), KEY_TARGET_MS);
  terminal.type('g/workspace 9');
  await terminal.waitFor(/workspace 9 \d+ of \d+/i, 60_000);
  terminal.type('\r');
  await terminal.waitFor('Quit');
  report('next match', await framesAfter(terminal, Array(50).fill('n')), KEY_TARGET_MS);
  await leave(terminal);
  process.stdout.write(`load ${loadavg()[0]?.toFixed(2)} after: ${isMissed ? 'a target is MISSED' : 'all within'}\n`);
  process.exitCode = isMissed ? 1 : 0;
} finally {
  server.close();
  await rm(cwd, { recursive: true, force: true });
}

function open(): Terminal {
  return new Terminal(['-c', 'waybill.yaml'], { cwd, env: { WAYBILL_HOME: join(cwd, 'state') } });
}

async function leave(terminal: Terminal): Promise<void> {
  await terminal.waitFor('large');
  terminal.type('q');
  await terminal.exit;
}

/** A list of workspaces, as long as it takes. */
function largeBody(): string {
  const item = (id: number) =>
    `{"id":"0f7dcb11-0000-4000-8000-${String(id).padStart(12, '0')}","name":"Workspace ${id}","isReadOnly":false,"users":[{"right":"Admin"}]}`;
  const count = Math.ceil(BODY_BYTES / item(100_000).length);
  return `{"value":[${Array.from({ length: count }, (_, index) => item(index)).join(',')}]}`;
}

/** Milliseconds from each key to the end of the frame that it causes. */
async function framesAfter(terminal: Terminal, keys: readonly string[]): Promise<readonly number[]> {
  const taken: number[] = [];
  for (const key of keys) {
    const from = terminal.output.length;
    const before = performance.now();
    terminal.type(key);
    while (!terminal.output.slice(from).includes('\u001b[?2026l')) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    taken.push(performance.now() - before);
  }
  return taken;
}

function report(name: string, values: readonly number[], targetMs?: number): void {
  const [middle, worst] = [quantile(values, 0.5), quantile(values, 0.95)];
  const isOver = targetMs !== undefined && worst >= targetMs;
  isMissed ||= isOver;
  const target = targetMs === undefined ? '' : `   target < ${targetMs} ms${isOver ? '  MISSED' : ''}`;
  process.stdout.write(
    `${name.padEnd(20)} median ${middle.toFixed(1)} ms   p95 ${worst.toFixed(1)} ms   (${values.length} times)${target}\n`,
  );
}
