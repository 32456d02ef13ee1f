import { writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import type { WorkloadFederationIdentity } from '../index.ts';
import { bench, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const identity: WorkloadFederationIdentity = {
  flow: 'workload-federation',
  tenantId,
  clientId: smokeApp.clientId,
  scope: SCOPE,
  source: 'file',
};

/** A CI system that hands out identity tokens to who shows `job-token`. */
async function platform(answer: object, status = 200) {
  const requests: IncomingMessage[] = [];
  const url = await serve((request, response) => {
    requests.push(request);
    response.writeHead(status).end(JSON.stringify(answer));
  });
  return { url, requests };
}

describe('an app signs in with', () => {
  test('a token file, read each time', async () => {
    const { sandbox, authenticator, expectAccepted, redactor } = await bench();
    const assertion = await sandbox.admin.issueFederatedToken();
    const file = join(await tempDir({ token: 'not yet a token' }), 'token');
    const tokens = authenticator({ env: { AZURE_FEDERATED_TOKEN_FILE: file } });
    await expect(tokens.acquireToken(identity)).rejects.toMatchObject({ code: 'ERR_AUTH_REFUSED' });
    await tokens.forget(identity);
    await writeFile(file, `${assertion}\n`);
    await expectAccepted(await tokens.acquireToken(identity), '/admin/groups?$top=1');
    expect(redactor.redact(assertion)).toBe('***');
    await expectAccepted(await authenticator().acquireToken({ ...identity, tokenFile: file }), '/admin/groups?$top=1');
  });

  test('the token of a GitHub Actions job', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const { url, requests } = await platform({ value: await sandbox.admin.issueFederatedToken() });
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token',
    };
    const token = await authenticator({ env }).acquireToken({ ...identity, source: 'github' });
    await expectAccepted(token, '/admin/groups?$top=1');
    expect(requests[0]).toMatchObject({
      method: 'GET',
      url: '/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange',
      headers: { authorization: 'Bearer job-token' },
    });
  });

  test('the token of an Azure Pipelines step', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const { url, requests } = await platform({ oidcToken: await sandbox.admin.issueFederatedToken() });
    const env = { SYSTEM_OIDCREQUESTURI: `${url}/oidctoken`, SYSTEM_ACCESSTOKEN: 'job-token' };
    const token = await authenticator({ env }).acquireToken({
      ...identity,
      source: 'azure-pipelines',
      serviceConnectionId: 'connection',
    });
    await expectAccepted(token, '/admin/groups?$top=1');
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: '/oidctoken?api-version=7.1&serviceConnectionId=connection',
      headers: { authorization: 'Bearer job-token' },
    });
  });
});

test('a mismatch shows what the assertion says', async () => {
  const { sandbox, authenticator } = await bench();
  const assertion = await sandbox.admin.issueFederatedToken({ subject: 'repo:contoso/reports:pull_request' });
  const tokenFile = join(await tempDir({ token: assertion }), 'token');
  await expect(authenticator().acquireToken({ ...identity, tokenFile })).rejects.toMatchObject({
    details: { aadstsCode: 700213 },
    hint: expect.stringContaining('subject repo:contoso/reports:pull_request, audience api://AzureADTokenExchange'),
  });
});

describe('it says what is missing', () => {
  test.each<[string, Partial<WorkloadFederationIdentity>, Record<string, string>, RegExp, RegExp]>([
    ['a file', {}, {}, /AZURE_FEDERATED_TOKEN_FILE is not set/, /Set one/],
    ['the file', { tokenFile: '/nowhere/token' }, {}, /\/nowhere\/token cannot be read/, /platform/],
    ['GitHub', { source: 'github' }, {}, /ACTIONS_ID_TOKEN_REQUEST_URL is not set/, /id-token: write/],
    ['Azure Pipelines', { source: 'azure-pipelines' }, {}, /SYSTEM_OIDCREQUESTURI is not set/, /System.AccessToken/],
    [
      'the token of the step',
      { source: 'azure-pipelines' },
      { SYSTEM_OIDCREQUESTURI: 'https://x' },
      /SYSTEM_ACCESSTOKEN is not set/,
      /System.AccessToken/,
    ],
    [
      'the service connection',
      { source: 'azure-pipelines' },
      { SYSTEM_OIDCREQUESTURI: 'https://x', SYSTEM_ACCESSTOKEN: 'job-token' },
      /serviceConnectionId/,
      /Resource Manager/,
    ],
  ])('%s', async (_what, more, env, message, hint) => {
    const { authenticator } = await bench();
    await expect(authenticator({ env }).acquireToken({ ...identity, ...more })).rejects.toMatchObject({
      code: 'ERR_AUTH_UNAVAILABLE',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test('a platform that refuses', async () => {
    const { authenticator } = await bench();
    const { url } = await platform({ message: 'The job may not.' }, 403);
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token' };
    await expect(authenticator({ env }).acquireToken({ ...identity, source: 'github' })).rejects.toMatchObject({
      code: 'ERR_AUTH_REFUSED',
      message: expect.stringMatching(/status 403\). The job may not\./),
    });
  });

  test('TLS, before the token of the job is sent', async () => {
    const { authenticator } = await bench();
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://example.com/', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token' };
    await expect(authenticator({ env }).acquireToken({ ...identity, source: 'github' })).rejects.toMatchObject({
      code: 'ERR_AUTH_CONFIGURATION',
    });
  });
});
