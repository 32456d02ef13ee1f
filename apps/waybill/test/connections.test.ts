import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type Handler, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** Runs one collection against a server, with every report there is. */
async function runCollection(yaml: string, handler: Handler) {
  const origin = await serve(handler);
  const cwd = await tempDir({ 'a.yaml': `baseUrl: "{{ origin }}"\n${yaml}` });
  const other = origin.replace('127.0.0.1', 'localhost');
  const reporters = ['terminal', 'json=report.json', 'junit=report.xml'].flatMap((each) => ['--reporter', each]);
  const result = await runProgram(
    ['run', 'a.yaml', '--var', `origin=${origin}`, '--var', `other=${other}`, ...reporters],
    { cwd },
  );
  const reports = await Promise.all(['report.json', 'report.xml'].map((file) => readFile(join(cwd, file), 'utf8')));
  return { ...result, everything: [result.stdout, result.stderr, ...reports].join('\n') };
}

describe('a compressed body', () => {
  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
  ])('in %s is read as what it was', async (encoding, compress) => {
    const result = await runCollection(
      `requests: { one: { get: /x, expect: { headers: { content-encoding: ${encoding} }, body: { $.id: 7 } } } }`,
      (request, response) => {
        const isAskedFor = request.headers['accept-encoding']?.includes(encoding);
        response.writeHead(isAskedFor ? 200 : 406, { 'content-encoding': encoding }).end(compress('{"id":7}'));
      },
    );
    expect(result.stdout).toContain('1 passed');
  });

  test('that explodes ends the request, not the program', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(320 * 1024 * 1024), { level: 9 }));
    const result = await runCollection('requests: { one: { get: /x } }', (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(bomb);
    });
    expect(result.stdout).toContain('ERR_BODY_TOO_LARGE');
    expect(result.exitCode).toBe(1);
  });
});

describe('cookies', () => {
  const session: Handler = (request, response) => {
    if (request.url === '/sign-in') response.setHeader('set-cookie', 'session=f00dbabe%3D; Path=/; HttpOnly');
    response.end(JSON.stringify({ cookie: request.headers.cookie ?? 'none' }));
  };

  test('of one request go with the next ones, and show up nowhere', async () => {
    const result = await runCollection(
      `requests:
  sign-in: { post: /sign-in, expect: { headers: { set-cookie: /nothing/ } } }
  next: { get: /x, headers: { cookie: own=by-hand-too }, expect: { body: { $.cookie: nothing } } }
`,
      session,
    );
    expect(result.stdout).toContain('actual    "own=***; session=***"');
    expect(result.everything).not.toMatch(/f00dbabe|by-hand-too/);
  });

  test('stay away from a request that wants none, also below a file that says so', async () => {
    const result = await runCollection(
      `cookies: false
requests:
  sign-in: { post: /sign-in, cookies: true }
  without: { get: /x, expect: { body: { $.cookie: none } } }
  with: { get: /x, cookies: true, expect: { body: { $.cookie: session=f00dbabe%3D } } }
`,
      session,
    );
    expect(result.stdout).toContain('3 passed');
  });

  test('go to no other host', async () => {
    const result = await runCollection(
      `requests:
  sign-in: { post: /sign-in }
  elsewhere: { get: "{{ other }}/x", expect: { body: { $.cookie: none } } }
  back: { get: /x, expect: { body: { $.cookie: { not: none } } } }
`,
      session,
    );
    expect(result.stdout).toContain('3 passed');
  });
});
