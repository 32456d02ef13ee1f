import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantile } from './quantile.ts';

/**
 * Measures what the program costs beside a bare script that does the same, run in turn on the same machine. The limits
 * are ratios; only one that is missed with nothing else running says something.
 */
const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const BARE_LOOP = fileURLToPath(new URL('bare-loop.mjs', import.meta.url));
const BARE_PARSE = 'const b = await (await fetch(process.argv[1])).text(); if (!JSON.parse(b).value) process.exit(1)';
const LARGE_BYTES = 50_000_000;
const SLOW_MS = 100;

interface Case {
  readonly name: string;
  readonly limit: number;
  readonly rounds: number;
  readonly program: readonly string[];
  /** What it is compared with: a command line of node, or milliseconds. */
  readonly bare: readonly string[] | number;
}

const cwd = await mkdtemp(join(tmpdir(), 'waybill-bench-'));
const small = JSON.stringify({ value: [{ id: 'f0', type: 'Workspace', name: 'Sales' }] });
const large = largeBody();
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url === '/slow') setTimeout(() => response.end(small), SLOW_MS);
  else response.end(request.url === '/large' ? large : small);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

try {
  await writeCollection('one.yaml', 1, '/');
  await writeCollection('thousand.yaml', 1000, '/');
  await writeCollection('slow.yaml', 100, '/slow');
  await writeCollection('large.yaml', 1, '/large');
  const reports = ['--reporter', 'terminal', '--reporter', 'junit=junit.xml', '--reporter', 'json=report.json'];
  const cases: readonly Case[] = [
    { name: '--version', limit: 1.5, rounds: 15, program: ['--version'], bare: ['-e', '0'] },
    { name: 'one request', limit: 1.15, rounds: 15, program: ['run', 'one.yaml'], bare: [BARE_LOOP, `${origin}/`] },
    {
      name: '1,000 requests, reports',
      limit: 1.35,
      rounds: 9,
      program: ['run', 'thousand.yaml', ...reports],
      bare: [BARE_LOOP, `${origin}/`, '1000', '16'],
    },
    {
      name: '100 slow requests',
      limit: 1 / 8,
      rounds: 5,
      program: ['run', 'slow.yaml'],
      // One after the other, as the tools do that send one at a time, without their own cost.
      bare: 100 * SLOW_MS,
    },
    {
      name: '50 MB body, one path',
      limit: 1.1,
      rounds: 5,
      program: ['run', 'large.yaml'],
      bare: ['--input-type=module', '-e', BARE_PARSE, `${origin}/large`],
    },
  ];
  for (const each of cases) await measure(each);
} finally {
  server.close();
  await rm(cwd, { recursive: true, force: true });
}

async function writeCollection(file: string, requests: number, path: string): Promise<void> {
  const lines = Array.from({ length: requests }, (_, index) =>
    [
      `  r${index}:`,
      `    get: ${origin}${path}`,
      '    expect: { status: 200, body: { "$.value[0].type": Workspace } }',
    ].join('\n'),
  );
  await writeFile(join(cwd, file), `name: ${file}\nrequests:\n${lines.join('\n')}\n`);
}

async function measure({ name, limit, rounds, program, bare }: Case): Promise<void> {
  const ours: number[] = [];
  const others: number[] = [];
  // The first round compiles what later ones find compiled.
  for (let round = -1; round < rounds; round += 1) {
    const bareMs = typeof bare === 'number' ? bare : await timeOf(bare);
    const programMs = await timeOf([PROGRAM, ...program]);
    if (round < 0) continue;
    others.push(bareMs);
    ours.push(programMs);
  }
  const [ourMs, otherMs] = [quantile(ours, 0.5), quantile(others, 0.5)];
  const ratio = ourMs / otherMs;
  const verdict = ratio <= limit ? 'within' : 'OVER';
  if (ratio > limit) process.exitCode = 1;
  const times = `${ourMs.toFixed(0)} ms beside ${otherMs.toFixed(0)} ms`;
  process.stdout.write(`${name.padEnd(24)} ${times.padEnd(26)} ${ratio.toFixed(2)} × ${verdict} ${limit.toFixed(3)}\n`);
}

async function timeOf(args: readonly string[]): Promise<number> {
  const before = performance.now();
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return performance.now() - before;
}

function largeBody(): string {
  const item = JSON.stringify({ id: 'f0', type: 'Workspace', name: 'A workspace with a long name', isReadOnly: false });
  return `{"value":[${Array.from({ length: Math.ceil(LARGE_BYTES / (item.length + 1)) }, () => item).join(',')}]}`;
}
