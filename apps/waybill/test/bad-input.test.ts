import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { deadOrigin, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const environment = `
cloud: sandbox
variables: { apiUrl: "ORIGIN", authorityUrl: "ORIGIN" }
secrets: { clientSecret: { env: TEST_CLIENT_SECRET } }
identities:
  app: { flow: client-secret, tenantId: 7b0f3c52-5a9e-4d0b-9c53-0d5a5a4db0c1, clientId: c, clientSecret: "{{ clientSecret }}", scope: r/.default }
`;

/** Runs one collection file with the environment above and returns what a person would see. */
async function runFile(
  smoke: string,
  options: { origin?: string; env?: Record<string, string>; args?: string[] } = {},
) {
  const origin = options.origin ?? (await serve((_request, response) => response.end('{}')));
  const cwd = await tempDir({
    'smoke.yaml': smoke,
    'environments/test.yaml': environment.replaceAll('ORIGIN', origin),
  });
  const args = ['run', 'smoke.yaml', '-e', 'test', ...(options.args ?? [])];
  const result = await runProgram(args, { cwd, env: options.env ?? { TEST_CLIENT_SECRET: 'hunter2-hunter2' } });
  return { ...result, seen: result.stdout + result.stderr };
}

/** Nobody is shown the inside of the program. */
function expectNoStack(seen: string): void {
  expect(seen).not.toMatch(/^\s+at .*(\(|file:|node:)/m);
}

const good = 'good: { get: "{{ apiUrl }}/good" }';

describe('bad input is explained, with its place, and no stack trace', () => {
  test.each([
    ['wrong YAML', 'requests:\n  a: { get: "/x"\n', 3, 'ERR_YAML_SYNTAX', /smoke\.yaml:\d+:\d+/],
    [
      'an unknown key',
      `requests:\n  a: { get: "{{ apiUrl }}", expcet: {} }`,
      3,
      'ERR_SCHEMA',
      /smoke\.yaml:2:\d+.*expect/s,
    ],
    [
      'an unknown variable',
      `requests:\n  a: { get: "{{ apiUlr }}" }\n  ${good}`,
      3,
      'ERR_VARIABLE_UNKNOWN',
      /smoke\.yaml:2:\d+/,
    ],
    [
      'an unknown identity',
      `requests:\n  a: { get: "{{ apiUrl }}", auth: ap }\n  ${good}`,
      3,
      'ERR_IDENTITY_UNKNOWN',
      /smoke\.yaml:2:\d+/,
    ],
    [
      'a body that is not JSON',
      `requests:\n  a: { get: "{{ apiUrl }}/html", expect: { body: { $.x: 1 } } }\n  ${good}`,
      1,
      'The body is not JSON (text/html, 6 bytes).',
      /smoke\.yaml:2:\d+/,
    ],
  ])('%s', async (_title, smoke, exitCode, code, place) => {
    const origin = await serve((request, response) => {
      response.setHeader('content-type', request.url === '/html' ? 'text/html' : 'application/json');
      response.end(request.url === '/html' ? '<html>' : '{}');
    });
    const { seen, ...result } = await runFile(smoke, { origin });
    expect(seen).toContain(code);
    expect(seen).toMatch(place);
    expect(result.exitCode).toBe(exitCode);
    expectNoStack(seen);
    if (smoke.includes('good')) expect(seen).toContain('1 passed, 1 failed');
  });

  test('a missing secret fails who uses it, at its declaration', async () => {
    const { seen, exitCode } = await runFile(`requests:\n  a: { get: "{{ apiUrl }}", auth: app }\n  ${good}`, {
      env: {},
    });
    expect(seen).toMatch(/TEST_CLIENT_SECRET is not set/);
    expect(seen).toMatch(/environments\/test\.yaml:4:\d+/);
    expect(seen).toContain('1 passed, 1 failed');
    expect(exitCode).toBe(3);
    expectNoStack(seen);
  });

  test('a server that is down is named', async () => {
    const origin = await deadOrigin();
    const { seen, exitCode } = await runFile(`requests:\n  ${good}\n  b: { get: "{{ apiUrl }}", auth: app }`, {
      origin,
    });
    expect(seen).toContain(`Nothing answers at ${origin.replace('http://', '')}`);
    expect(seen).toContain('0 passed, 2 failed');
    expect(exitCode).toBe(7);
    expectNoStack(seen);
  });

  test('an authority that answers nonsense is a failed sign-in', async () => {
    const { seen, exitCode } = await runFile('requests: { b: { get: "{{ apiUrl }}", auth: app } }');
    expect(seen).toContain('ERR_AUTH_RESPONSE_INVALID');
    expect(exitCode).toBe(4);
    expectNoStack(seen);
  });

  test('a port in use is named', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const result = await runProgram(['sandbox', '--port', String(port)]);
    server.close();
    expect(result.stderr).toContain(`${port}`);
    expect(result.stderr).toContain('ERR_PORT_IN_USE');
    expect(result.exitCode).not.toBe(0);
    expectNoStack(result.stderr);
  });

  test.each([
    [['run'], 2, /collection/],
    [['rnu'], 2, /unknown command/],
    [['run', 'x.yaml', '--var', 'novalue'], 2, /name=value/],
    [['run', 'missing.yaml'], 3, /missing\.yaml.*ERR_FILE_NOT_FOUND/],
    [['run', 'smoke.yaml', '-e', 'tset'], 3, /ERR_ENVIRONMENT_UNKNOWN.*test/s],
    [['run', 'smoke.yaml', '--reporter', 'xml'], 2, /ERR_USAGE/],
    [['run', 'smoke.yaml', '--tag', 'none'], 3, /ERR_REQUEST_UNKNOWN/],
    [['run', 'smoke.yaml', '-e', 'test', '--sandbox', '--var', 'x=1'], 0, /1 passed/],
    [['validate', 'smoke.yaml', '-e', 'test'], 0, /1 requests, no mistakes/],
  ])('waybill %j', async (args, exitCode, text) => {
    const cwd = await tempDir({
      'smoke.yaml': 'requests: { a: { get: "{{ apiUrl }}/x", expect: { status: 404 } } }',
      'environments/test.yaml': 'cloud: sandbox\n',
    });
    const result = await runProgram(args, { cwd });
    expect(result.stdout + result.stderr).toMatch(text);
    expect(result.exitCode).toBe(exitCode);
    expectNoStack(result.stderr);
  });

  test('--debug shows the stack', async () => {
    const result = await runProgram(['run', 'missing.yaml', '--debug']);
    expect(result.stderr).toMatch(/\n\s+at /);
  });
});

test('one file with a mistake does not take the others down', async () => {
  const origin = await serve((_request, response) => response.end('{}'));
  const cwd = await tempDir({
    'all/good.yaml': `requests: { a: { get: "${origin}" } }`,
    'all/wrong.yaml': 'requests: { a: { gte: /x } }',
  });
  const result = await runProgram(['run', 'all', '--reporter', 'terminal', '--reporter', 'junit=out/report.xml'], {
    cwd,
  });
  expect(result.stderr).toMatch(/wrong\.yaml:1:\d+/);
  expect(result.stdout).toContain('1 passed, 0 failed');
  expect(result.exitCode).toBe(3);
});

test('Ctrl+C ends a run in good order, with what is known so far', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/quick') response.end('{}');
  });
  const cwd = await tempDir({
    'slow.yaml': `requests: { quick: { post: "${origin}/quick" }, slow: { post: "${origin}/slow" } }`,
  });
  let isStopped = false;
  const result = await runProgram(['run', 'slow.yaml', '--reporter', 'terminal', '--reporter', 'junit=r.xml'], {
    cwd,
    onOutput: (output, kill) => {
      if (output.includes('✔') && !isStopped) kill('SIGINT');
      isStopped ||= output.includes('✔');
    },
  });
  expect(result.exitCode).toBe(8);
  // The second request was under way or about to start.
  expect(result.stdout).toMatch(/1 passed, (1 failed, 0|0 failed, 1) skipped/);
  const report = await readFile(join(cwd, 'r.xml'), 'utf8');
  expect(report).toContain('tests="2"');
  expect(report).toMatch(/<\/testsuites>\n$/);
});

test('a reader that goes away ends the program without a word', async () => {
  const requests = Array.from({ length: 2000 }, (_, index) => `r${index}: { get: "http://127.0.0.1:1/${index}" }`);
  const cwd = await tempDir({ 'many.yaml': `requests: { ${requests.join(', ')} }` });
  const result = await runProgram(['run', 'many.yaml', '--dry-run'], { cwd, stopsReading: true });
  expect(result.exitCode).toBe(141);
  expect(result.stderr).toBe('');
});
