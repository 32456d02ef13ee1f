import { makeKeyAndCertificate, runProgram, serve, serveTls, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** Runs a collection file, and gives the results of the JSON report. */
async function runFile(yaml: string, variables: Readonly<Record<string, string>>, more: { env?: object } = {}) {
  const folder = await tempDir({ 'smoke.yaml': yaml });
  const vars = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
  const args = ['run', 'smoke.yaml', ...vars, '--reporter', 'terminal', '--reporter', 'json=report.json'];
  const result = await runProgram(args, { cwd: folder, env: { HOME: folder, ...more.env } });
  return { ...result, folder };
}

describe('redirects', () => {
  const yaml = `
baseUrl: "{{ origin }}"
requests:
  followed: { get: /old, expect: { redirect: "{{ origin }}/new" } }
  not-there: { get: /new, expect: { redirect: /new/ } }
  kept: { get: /old, followRedirects: false, expect: { status: 302, headers: { location: /new }, redirect: { exists: false } } }
`;
  test('are expected to lead somewhere, or not to be followed', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new' }).end();
      else response.end('{}');
    });
    const { stdout, exitCode } = await runFile(yaml, { origin });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('2 passed, 1 failed');
    expect(stdout).toMatch(/redirect\n +expected {2}text that matches \/new\/\n +actual {4}nothing/);
  });
});

describe('size and certificate', () => {
  const yaml = `
baseUrl: "{{ origin }}"
requests:
  all:
    get: /
    expect: { size: ">= {{ least }}", certificate: "> 30d" }
    warn: { size: < 10 B, certificate: "> 9000d" }
`;
  test('are compared', async () => {
    const pair = await makeKeyAndCertificate();
    const origin = await serveTls(pair, (_request, response) => response.end('x'.repeat(2000)));
    const folder = await tempDir({ 'ca.pem': pair.certificate });
    const env = { NODE_EXTRA_CA_CERTS: `${folder}/ca.pem` };
    const { stdout, exitCode } = await runFile(yaml, { origin, least: '2kB' }, { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/size\n +expected {2}< 10 B\n +actual {4}2000 bytes/);
    expect(stdout).toMatch(/certificate\n +expected {2}> 9000d\n +actual {4}\d+d: waybill-test is valid to 20/);
    expect(stdout).toContain('(2 warnings)');
  });

  test('a certificate expected of plain HTTP is missing', async () => {
    const origin = await serve((_request, response) => response.end('12345678'));
    const { stdout, exitCode } = await runFile(yaml, { origin, least: '8 B' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/actual {4}none: http:\/\/127.0.0.1:\d+ speaks plain HTTP/);
  });
});

test('a slip in an expectation is located and met with a suggestion', async () => {
  const folder = await tempDir({
    'smoke.yaml': `
requests:
  a:
    get: https://example.org
    expect: { size: 10kB, certificate: "> 30 years" }
    warn: { sise: < 1 B }
`,
  });
  const { stdout, stderr, exitCode } = await runProgram(['validate', 'smoke.yaml'], { cwd: folder });
  expect(exitCode).toBe(3);
  const seen = stdout + stderr;
  expect(seen).toContain('smoke.yaml:5:21');
  expect(seen).toContain('`size` needs a comparison.');
  expect(seen).toContain('`30 years` is not a lifetime.');
  expect(seen).toMatch(/smoke\.yaml:6:\d+[\s\S]*Unknown key `sise`[\s\S]*`size`/);
});
