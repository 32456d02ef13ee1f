import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openTerminal, serveStreams, type Terminal, tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';

/** An origin that remembers the forms and files it got. */
async function serveBodies() {
  const bodies: string[] = [];
  const origin = await serveStreams(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const boundary = /boundary=(.*)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? '-';
    bodies.push(Buffer.concat(chunks).toString().replaceAll(boundary, 'B'));
    response.end('saved text');
  });
  return { origin, bodies };
}

async function open(request: string, origin: string) {
  const cwd = await tempDir({
    'smoke.yaml': `requests:\n  a: { post: "${origin}/a", ${request} }\n`,
    'rows "1".csv': '1,2',
  });
  const terminal = openTerminal(['-c', 'smoke.yaml'], { cwd, columns: 140, rows: 40 });
  await terminal.waitFor('› ');
  return { terminal, cwd };
}

/** What was last put on the clipboard (OSC 52). */
async function copied(terminal: Terminal): Promise<string> {
  await terminal.waitFor('Copied');
  const encoded = terminal.output.split('\u001b]52;c;').at(-1) as string;
  return Buffer.from(/^[A-Za-z0-9+/=]*/.exec(encoded)?.[0] as string, 'base64').toString();
}

test('shows the parts of a form, and copies it as a curl command that sends the same', {
  timeout: 30_000,
}, async () => {
  const { origin, bodies } = await serveBodies();
  const form = `multipart: { note: "@it's", rows: { file: 'rows "1".csv', type: text/csv } }`;
  const { terminal, cwd } = await open(form, origin);
  terminal.type('2]]');
  await terminal.waitFor("note: @it's");
  await terminal.waitFor(/rows: file rows "1".csv +text\/csv/);
  terminal.type('s4');
  await terminal.waitFor(/200 · \d+ ms/);
  terminal.type('c');
  const command = await copied(terminal);
  await promisify(execFile)('sh', ['-c', command], { cwd });
  const [own, curls] = bodies.map((body) => body.replace(/-*B/g, '-B'));
  expect(own).toContain('filename="rows %221%22.csv"');
  expect(curls?.replace(/\\"|%22/g, '%22')).toBe(own);
});

test('shows where a download went, and copies a file as a curl command', { timeout: 30_000 }, async () => {
  const { origin, bodies } = await serveBodies();
  const { terminal, cwd } = await open(`file: 'rows "1".csv', download: out.txt`, origin);
  terminal.type(`2]]`);
  await terminal.waitFor('file: rows "1".csv');
  terminal.type('s4');
  await terminal.waitFor(/200 · \d+ ms · 10 B/);
  await terminal.waitFor('Saved to');
  terminal.type('c');
  await promisify(execFile)('sh', ['-c', await copied(terminal)], { cwd });
  expect(bodies).toEqual(['1,2', '1,2']);
});
