import { once } from 'node:events';
import { readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram, serve, serveStreams, tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';

test('a download goes to a file, and can still be expected and captured from', async () => {
  const origin = await serve((request, response, body) => {
    response.setHeader('content-type', 'application/json').end(request.url === '/use' ? body : '{"id":"x1"}');
  });
  const folder = await tempDir({
    'a.yaml': `
baseUrl: ${origin}
requests:
  a: { get: /report, download: "{{ name }}/report.json", variables: { name: jan }, expect: { body: { $.id: x1 } }, capture: { id: $.id } }
  b: { post: /use, json: { id: "{{ id }}" }, expect: { body: { $.id: x1 } } }
`,
  });
  const reporters = ['--reporter', 'terminal', '--reporter', 'json=report.json'];
  const { exitCode, stdout } = await runProgram(['run', 'a.yaml', '--downloads', 'out', ...reporters], { cwd: folder });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('2 passed')]);
  const file = join(folder, 'out/jan/report.json');
  expect(stdout).toContain(`11 bytes in ${file}`);
  const [run] = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')).runs;
  expect(run.results[0].saved).toEqual({ file, bytes: 11 });
  expect(await readFile(join(folder, 'out/jan/report.json'), 'utf8')).toBe('{"id":"x1"}');
  expect(await readdir(join(folder, 'out/jan'))).toEqual(['report.json']);
});

test('an error is explained and not saved', async () => {
  const origin = await serve((_request, response) => void response.writeHead(404).end('There is no such report.'));
  const folder = await tempDir({ 'a.yaml': `requests: { a: { get: ${origin}, download: report } }` });
  const { exitCode, stdout } = await runProgram(['run', 'a.yaml'], { cwd: folder });
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining('There is no such report.')]);
  expect(await readdir(folder)).toEqual(['a.yaml']);
});

test.each(['../x', '/tmp/waybill-x', 'link/x', '.npmrc', 'a/../../x', '', 'dir', '{{ path }}'])(
  'a download to "%s" is refused before anything is sent',
  async (path) => {
    let requests = 0;
    const origin = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const folder = await tempDir({
      'a.yaml': `requests:\n  a: { get: ${origin}, download: "${path}", variables: { path: ../../x } }\n`,
      'downloads/dir/file': '',
    });
    await symlink('..', join(folder, 'downloads/link'));
    const { exitCode, stdout } = await runProgram(['run', 'a.yaml'], { cwd: folder });
    expect([exitCode, requests]).toEqual([3, 0]);
    expect(stdout).toMatch(/ERR_FILE_NOT_ALLOWED[\s\S]*a\.yaml:2:/);
  },
);

const EVENTS = 'text/event-stream';

test('events are the list that is expected and captured from, until the one that was waited for', async () => {
  const closed = Promise.withResolvers<void>();
  const seen: unknown[] = [];
  const origin = await serveStreams((request, response) => {
    seen.push(request.headers.accept);
    request.socket.on('close', () => closed.resolve());
    response.writeHead(200, { 'content-type': EVENTS });
    response.write(
      'event: state\nid: 1\ndata: {"status":"Running"}\n\nevent: state\ndata: {"status":"Completed"}\n\ndata: late\n\n',
    );
  });
  const folder = await tempDir({
    'a.yaml': `
requests:
  a:
    get: ${origin}
    events: { max: 10, timeout: 30s, until: { $.status: Completed } }
    expect: { body: { $: { length: 2 }, "$[0]": { equals: { event: state, data: { status: Running }, id: "1" } } } }
    capture: { last: "$[-1].data.status" }
`,
  });
  const { exitCode, stdout } = await runProgram(['run', 'a.yaml'], { cwd: folder });
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('1 passed')]);
  expect(seen).toEqual([EVENTS]);
  await closed.promise;
});

test('a stream that says nothing, says something else, or is none, is told apart', async () => {
  const origin = await serveStreams((request, response) => {
    if (request.url === '/none') response.setHeader('content-type', 'application/json').end('{}');
    else
      response
        .writeHead(200, { 'content-type': EVENTS })
        .write(request.url === '/silent' ? ':\n\n' : 'data: {"status":"Running"}\n\n');
  });
  const events = 'events: { timeout: 100ms, until: { $.status: Completed } }';
  const folder = await tempDir({
    'a.yaml': `
baseUrl: ${origin}
requests:
  silent: { get: /silent, ${events} }
  other: { get: /other, ${events} }
  none: { get: /none, ${events} }
  enough: { get: /other, events: { timeout: 100ms }, expect: { body: { $: { length: 1 } } } }
`,
  });
  const { exitCode, stdout } = await runProgram(['run', 'a.yaml'], { cwd: folder });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('1 passed, 3 failed');
  expect(stdout).toMatch(/actual {4}no event/);
  expect(stdout).toMatch(/actual {4}"Running" in the last event \(1 came\)/);
  expect(stdout).toMatch(/expected {2}text\/event-stream\s+actual {4}application\/json/);
});

test('Ctrl+C closes a stream', async () => {
  const closing = Promise.withResolvers<Promise<unknown>>();
  let cancel: (() => void) | undefined;
  const origin = await serveStreams((request, response) => {
    closing.resolve(once(request.socket, 'close'));
    response.writeHead(200, { 'content-type': EVENTS }).write('data: 1\n\n', () => cancel?.());
  });
  const folder = await tempDir({ 'a.yaml': `requests: { a: { get: ${origin}, events: { timeout: 10m } } }` });
  const { exitCode } = await runProgram(['run', 'a.yaml'], {
    cwd: folder,
    onOutput: (_output, kill) => {
      cancel = () => kill('SIGINT');
    },
  });
  expect(exitCode).toBe(8);
  await await closing.promise;
});

const MEGABYTE = Buffer.alloc(1024 * 1024, 'waybill ');
const COUNT = 320;

/** Runs a program through node and returns the most memory it had, in bytes. */
async function peakOf(
  folder: string,
  origin: string,
): Promise<{ peak: number; stdout: string; exitCode: number | null }> {
  const hook = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'))`;
  const { exitCode, stdout, stderr } = await runProgram(['run', 'a.yaml'], {
    cwd: folder,
    env: { ORIGIN: origin, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` },
  });
  return { exitCode, stdout, peak: Number(/peak (\d+)/.exec(stderr)?.[1]) * 1024 };
}

test('320 MB come down and go up again without being held', { timeout: 120_000 }, async () => {
  let uploaded = 0;
  const origin = await serveStreams(async (request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-length', COUNT * MEGABYTE.length);
      for (let index = 0; index < COUNT; index += 1) if (!response.write(MEGABYTE)) await once(response, 'drain');
      response.end();
      return;
    }
    for await (const chunk of request) uploaded += (chunk as Buffer).length;
    response.end();
  });
  const folder = await tempDir({
    'a.yaml': `
baseUrl: "{{ env.ORIGIN }}"
requests:
  down: { get: /, download: big.bin, expect: { size: ">= 320MiB", headers: { content-length: "${COUNT * MEGABYTE.length}" } } }
  up: { put: /, file: downloads/big.bin }
  form: { post: /, multipart: { big: { file: downloads/big.bin } } }
`,
  });
  const { exitCode, stdout, peak } = await peakOf(folder, origin);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('3 passed')]);
  expect((await stat(join(folder, 'downloads/big.bin'))).size).toBe(COUNT * MEGABYTE.length);
  expect(uploaded).toBeGreaterThan(2 * COUNT * MEGABYTE.length);
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(250_000_000);
});

test('of the pages of a list only the list is kept', { timeout: 120_000 }, async () => {
  const page = 'x'.repeat(1_000_000);
  const origin = await serve((request, response) => {
    const next = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('page')) + 1;
    const link = next === 600 ? {} : { '@odata.nextLink': `http://${request.headers.host}/?page=${next}` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ value: [next], note: page, ...link }));
  });
  const folder = await tempDir({
    'a.yaml':
      'requests: { a: { get: "{{ env.ORIGIN }}", paginate: { by: odata, pages: 1000 }, expect: { body: { $.value: { length: 600 } } } } }',
  });
  const { exitCode, stdout, peak } = await peakOf(folder, origin);
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('600 pages')]);
  expect(peak).toBeLessThan(350_000_000);
});
