import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import { answerOf, appForm, requestToken, testSandbox, userForm } from '../testing/client.ts';

test('tells a tenant that is not there from a name that no tenant could have', async () => {
  const sandbox = await testSandbox();
  const absent = await requestToken(sandbox, appForm(), { tenant: '00000000-0000-4000-8000-00000000dead' });
  const impossible = await requestToken(sandbox, appForm(), { tenant: 'contoso' });
  expect(absent.json.error_codes).toEqual([90002]);
  expect(impossible.json).toMatchObject({ error: 'invalid_request', error_codes: [900023] });
});

test.each(['common', 'organizations'])('does not let an app sign in at /%s, which names no tenant', async (tenant) => {
  const sandbox = await testSandbox();
  const { status, json } = await requestToken(sandbox, appForm(), { tenant });
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: 'invalid_request', error_codes: [50059] });
});

test.each([seed.tenantId.toUpperCase(), seed.domain, 'organizations', 'Organizations'])(
  'lets a user sign in with a password at /%s',
  async (tenant) => {
    const sandbox = await testSandbox();
    expect((await requestToken(sandbox, userForm(), { tenant })).status).toBe(200);
  },
);

test('has no keys for an unknown tenant', async () => {
  const sandbox = await testSandbox();
  const { status, json } = await answerOf(await fetch(`${sandbox.url}/contoso.example/discovery/v2.0/keys`));
  expect(status).toBe(400);
  expect(json.error_codes).toEqual([90002]);
});

test.each(['oauth2/token', 'oauth2/v2.0/token'])('takes POST only at %s', async (path) => {
  const sandbox = await testSandbox();
  const { status, json } = await answerOf(await fetch(`${sandbox.url}/${seed.tenantId}/${path}`));
  expect(status).toBe(400);
  expect(json).toMatchObject({ error: 'invalid_request', error_codes: [900561] });
});

test('gives a refusal one id, in its header and in its body', async () => {
  const sandbox = await testSandbox();
  const { json, headers } = await requestToken(sandbox, { ...appForm(), client_secret: 'wrong' });
  expect(json.trace_id).toBe(headers.get('x-ms-request-id'));
});
