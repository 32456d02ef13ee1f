import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import type { Sandbox } from '../start-sandbox.ts';
import { answerOf, callApi, type Form, POWER_BI, testSandbox } from '../testing/client.ts';
import { run } from '../testing/run.ts';

const [system, assigned] = seed.managedIdentities;
const HEADER = { 'x-identity-header': seed.identityHeader };

async function appService({ url }: Sandbox, query: Form = {}, headers: Form = HEADER) {
  const search = new URLSearchParams({ 'api-version': '2019-08-01', resource: POWER_BI, ...query });
  return answerOf(await fetch(`${url}/msi/token?${search}`, { headers }));
}

async function imds({ url }: Sandbox, query: Form = {}, headers: Form = { Metadata: 'true' }) {
  const search = new URLSearchParams({ 'api-version': '2018-02-01', resource: POWER_BI, ...query });
  return answerOf(await fetch(`${url}/metadata/identity/oauth2/token?${search}`, { headers }));
}

test.each([
  ['App Service', appService],
  ['a virtual machine', imds],
])('%s gets a token for its own identity, which Power BI takes', async (_where, request) => {
  const sandbox = await testSandbox();
  const { json } = await request(sandbox);
  const claims = decodeJwt(json.access_token);
  expect(json).toEqual({
    access_token: expect.any(String),
    client_id: system?.clientId,
    expires_in: '3599',
    expires_on: String(claims.exp),
    ext_expires_in: '3599',
    not_before: String(claims.nbf),
    resource: POWER_BI,
    token_type: 'Bearer',
  });
  expect(claims).toMatchObject({ oid: system?.servicePrincipalObjectId, xms_mirid: system?.resourceId });
  expect((await callApi(sandbox, json.access_token, '/admin/groups?$top=1')).status).toBe(200);
});

test.each([
  ['client_id', assigned?.clientId],
  ['object_id', assigned?.servicePrincipalObjectId],
  ['mi_res_id', assigned?.resourceId],
])('a user-assigned identity goes by %s', async (name, value) => {
  const sandbox = await testSandbox();
  const { json } = await appService(sandbox, { [name]: value ?? '' });
  expect(json.client_id).toBe(assigned?.clientId);
});

test.each([
  ['an identity that is not there', { client_id: seed.tenantId }, 'invalid_request', 'Identity not found'],
  ['no resource', { resource: '' }, 'invalid_request', "'resource'"],
  ['an api-version of its own', { 'api-version': '2017' }, 'invalid_request', "'api-version'"],
  ['an unknown resource', { resource: 'https://api.example' }, 'invalid_resource', 'AADSTS500011'],
])('refuses %s with 400', async (_what, query, error, description) => {
  const sandbox = await testSandbox();
  for (const request of [appService, imds]) {
    const answer = await request(sandbox, query);
    expect(answer).toMatchObject({
      status: 400,
      json: { error, error_description: expect.stringContaining(description) },
    });
  }
});

test('refuses who does not show the header', async () => {
  const sandbox = await testSandbox();
  expect((await appService(sandbox, {}, {})).status).toBe(401);
  expect((await appService(sandbox, {}, { 'x-identity-header': 'wrong' })).status).toBe(401);
  const { status, json } = await imds(sandbox, {}, {});
  expect({ status, ...json }).toMatchObject({
    status: 400,
    error_description: 'Required metadata header not specified',
  });
});

test.each([
  ['App Service', undefined, system],
  ['App Service', assigned?.clientId, assigned],
  ['a virtual machine', undefined, system],
  ['a virtual machine', assigned?.clientId, assigned],
])('msal-node gets a token on %s for the identity %s', async (where, clientId, identity) => {
  const { url } = await testSandbox();
  const program = fileURLToPath(new URL('../testing/msal-managed-identity.ts', import.meta.url));
  const appServiceVariables = { IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: seed.identityHeader };
  const token = await run(process.execPath, [program], {
    ...(where === 'App Service' ? appServiceVariables : { AZURE_POD_IDENTITY_AUTHORITY_HOST: url }),
    IDENTITY: JSON.stringify({ resource: POWER_BI, clientId }),
  });
  expect(decodeJwt(token)).toMatchObject({ aud: POWER_BI, appid: identity?.clientId });
});
