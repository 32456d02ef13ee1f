import { request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadOrigin, runProgram, sandboxSeed as seed, serve, startTestSandbox, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const powerbi = fileURLToPath(new URL('../../../collections/powerbi', import.meta.url));

/** A token that nobody signed: explaining it needs no server. */
function unsigned(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const complete = {
    iss: `https://sts.windows.net/${seed.tenantId}/`,
    tid: seed.tenantId,
    iat: now,
    nbf: now,
    exp: now + 3600,
    ver: '1.0',
    ...claims,
  };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(complete)}.c2lnbmF0dXJl`;
}

describe('waybill auth explain', () => {
  const user = {
    aud: 'https://analysis.windows.net/powerbi/api',
    upn: 'ada@contoso.com',
    appid: 'a',
    scp: 'Dataset.Read.All',
    amr: ['pwd', 'mfa'],
  };

  async function explain(content: string, ...more: readonly string[]) {
    const folder = await tempDir({ token: content });
    return runProgram(['auth', 'explain', '--file', join(folder, 'token'), ...more], { cwd: folder });
  }

  test('says what a token is, and never shows it', async () => {
    const token = unsigned(user);
    const { stdout, stderr, exitCode } = await explain(`Authorization: Bearer ${token}\n`);
    expect(stdout).toMatch(/kind +delegated\nfor +Power BI/);
    expect(stdout).toContain('Dataset.Read.All');
    expect(stdout).toContain('Nothing speaks against it');
    expect(stdout + stderr).not.toContain(token.split('.')[1]);
    expect(exitCode).toBe(0);
  });

  test.each([
    ['another API', { ...user, aud: 'https://graph.microsoft.com' }, [], /Microsoft Graph/],
    ['a time that is over', { ...user, exp: 1_700_000_000 }, [], /expired/],
    ['a missing scope', user, ['--operation', 'POST /groups/x/datasets/y/refreshes'], /Dataset\.ReadWrite\.All/],
    [
      'an operation that apps may not call',
      { aud: user.aud, appid: 'a', oid: 'o', sub: 'o' },
      ['--operation', 'GET /apps'],
      /service principal/i,
    ],
    [
      'the trap of application permissions',
      { aud: user.aud, appid: 'a', oid: 'o', sub: 'o', roles: ['Tenant.Read.All'] },
      ['--operation', 'GET /admin/groups'],
      /permission/,
    ],
  ])('finds %s', async (_name, claims, more, cause) => {
    const { stdout, exitCode } = await explain(unsigned(claims), ...more);
    expect(stdout).toMatch(cause);
    expect(stdout).toMatch(/\ndo +\S/);
    expect(exitCode).toBe(1);
  });

  test('answers programs in JSON', async () => {
    const { stdout } = await explain(unsigned(user), '--json', '--operation', 'Groups_GetGroups');
    expect(JSON.parse(stdout)).toMatchObject({
      summary: { kind: 'delegated' },
      operation: { path: '/groups' },
      findings: [{ certainty: 'certain' }],
    });
  });

  test.each([
    ['not-a-token', [], /no JWT/],
    [unsigned(user), ['--operation', 'GET /nowhere'], /no operation/],
    [unsigned(user), ['--operation', 'refresh'], /more than one operation/],
  ])('refuses what it cannot read', async (content, more, message) => {
    const { stderr, exitCode } = await explain(content, ...more);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});

describe('waybill doctor', () => {
  async function doctor(url: string, ...more: readonly string[]) {
    const at = ['--var', `apiUrl=${url}`, '--var', `authorityUrl=${url}`];
    return runProgram(['doctor', '-c', powerbi, '-e', 'sandbox', ...at, ...more]);
  }

  test('finds a healthy set-up healthy, and warns of passwords', async () => {
    const sandbox = await startTestSandbox();
    const { stdout, exitCode } = await doctor(sandbox.url, '-i', 'user');
    expect(stdout.match(/^✔/gm)).toHaveLength(8);
    expect(stdout).toMatch(/^! Identity and secrets/m);
    expect(stdout).toContain('cannot pass multi-factor authentication');
    expect(stdout).toMatch(/^✔ First call +GET \/groups is answered\.$/m);
    expect(exitCode).toBe(0);
  });

  test('stops at what is wrong, and says what to do next', async () => {
    const sandbox = await startTestSandbox();
    const { stdout, exitCode } = await doctor(sandbox.url, '-i', 'service-principal', '--var', 'clientSecret=wrong');
    expect(stdout).toMatch(/^✘ Sign-in .*AADSTS7000215/m);
    expect(stdout).toMatch(/^↓ First call +needs "Sign-in"$/m);
    expect(stdout).toMatch(/\nNext {2}Use the secret's Value/);
    expect(exitCode).toBe(1);
  });

  test.each([
    [
      'an unknown tenant',
      ['--var', 'tenantId=11111111-2222-4333-8444-555555555555'],
      /✘ Authority .*does not know the tenant/,
    ],
    ['a missing variable', ['--var', 'apiUrl=http://127.0.0.1:1'], /✘ Power BI host .*ERR_NETWORK_REFUSED/],
  ])('names %s', async (_name, more, text) => {
    const sandbox = await startTestSandbox();
    expect((await doctor(sandbox.url, '-i', 'user', ...more)).stdout).toMatch(text);
  });

  test('explains a refused first call', async () => {
    const sandbox = await startTestSandbox();
    sandbox.admin.setFault('service-principals-blocked');
    const { stdout } = await doctor(sandbox.url, '-i', 'service-principal', '--json');
    const { checks, next } = JSON.parse(stdout) as {
      checks: { title: string; status: string; detail: string }[];
      next: string;
    };
    expect(checks.find(({ title }) => title === 'First call')).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('401'),
    });
    expect(next).toMatch(/administrator/);
  });

  test('names a host that is down', async () => {
    const { stdout } = await doctor(await deadOrigin());
    expect(stdout).toMatch(/^✘ Authority +Nothing answers at 127\.0\.0\.1/m);
    expect(stdout).toMatch(/^↓ Clock/m);
  });

  test('notices a wrong clock', async () => {
    const url = await serve((_request, response) => {
      response.setHeader('date', new Date(Date.now() + 600_000).toUTCString()).end('{}');
    });
    expect((await doctor(url)).stdout).toMatch(/^✘ Clock +This machine is (599|600|601) s behind the authority/m);
  });

  test('shouts when TLS is not checked', async () => {
    const sandbox = await startTestSandbox();
    const at = ['--var', `apiUrl=${sandbox.url}`, '--var', `authorityUrl=${sandbox.url}`];
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
    const { stdout } = await runProgram(['doctor', '-c', powerbi, '-e', 'sandbox', ...at], { env });
    expect(stdout).toMatch(/^✘ TLS and proxy settings/m);
  });
});

test('requests and sign-ins go through the proxy that the environment names', async () => {
  const asked: string[] = [];
  // A proxy gets plain http with the whole address in the request line (RFC 9112 section 3.2.2).
  const proxy = await serve((incoming, outgoing, body) => {
    const url = new URL(incoming.url ?? '');
    asked.push(url.host);
    const { method, headers } = incoming;
    const forwarded = request(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.end(body);
  });
  const sandbox = await startTestSandbox();
  const at = ['--var', `apiUrl=${sandbox.url}`, '--var', `authorityUrl=${sandbox.url}`, '--var', 'pollEvery=50ms'];
  const result = await runProgram(['run', powerbi, '-e', 'sandbox', ...at, '--request', 'first-workspace'], {
    env: { HTTP_PROXY: proxy },
  });
  expect(result.stdout).toContain('1 passed');
  expect(asked.length).toBeGreaterThan(0);
  expect(new Set(asked)).toEqual(new Set([new URL(sandbox.url).host]));
});

test('validate names an identity and a cloud that do not exist', async () => {
  const cwd = await tempDir({
    'a.yaml': 'requests: { a: { get: "http://127.0.0.1/", auth: ap } }',
    'environments/e.yaml': 'cloud: mars\nidentities: { app: { flow: token, token: "{{ t }}" } }\n',
  });
  const { stderr, exitCode } = await runProgram(['validate', 'a.yaml', '-e', 'e'], { cwd });
  expect(stderr).toMatch(/environments\/e\.yaml:1:\d+: There is no cloud "mars"/);
  expect(stderr).toMatch(/a\.yaml:1:\d+: There is no identity "ap"/);
  expect(exitCode).toBe(3);
});
