import { expect, test } from 'vitest';
import { seed } from '../seed.ts';
import type { Sandbox } from '../start-sandbox.ts';
import { accessToken, answerOf, appForm, testSandbox } from '../testing/client.ts';

const VERSION = '?api-version=2019-11-01';

async function call(sandbox: Sandbox, path: string, token?: string) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return answerOf(await fetch(`${sandbox.url}${path}`, { headers }));
}

test.each(['https://management.azure.com/', 'https://management.core.windows.net/', 'the sandbox itself'])(
  'lists one tenant and no subscription for a token for %s',
  async (resource) => {
    const sandbox = await testSandbox();
    const audience = resource.startsWith('https:') ? resource : sandbox.url;
    const token = await accessToken(sandbox, { ...appForm(), scope: `${audience}/.default` });
    expect((await call(sandbox, `/subscriptions${VERSION}`, token)).json.value).toEqual([]);
    expect((await call(sandbox, `/tenants${VERSION}`, token)).json.value).toEqual([
      { id: `/tenants/${seed.tenantId}`, tenantId: seed.tenantId },
    ]);
  },
);

test('refuses no token, a token of another sandbox, one for Power BI, and a request without a version', async () => {
  const [sandbox, other] = [await testSandbox(), await testSandbox()];
  const armForm = { ...appForm(), scope: 'https://management.azure.com/.default' };
  const codeOf = async (path: string, token?: string) => {
    const { status, json } = await call(sandbox, path, token);
    return [status, json.error.code];
  };
  const path = `/subscriptions${VERSION}`;
  expect(await codeOf(path)).toEqual([401, 'AuthenticationFailed']);
  expect(await codeOf(path, await accessToken(other, armForm))).toEqual([401, 'InvalidAuthenticationToken']);
  expect(await codeOf(path, await accessToken(sandbox, appForm()))).toEqual([
    401,
    'InvalidAuthenticationTokenAudience',
  ]);
  expect(await codeOf('/subscriptions', await accessToken(sandbox, armForm))).toEqual([
    400,
    'MissingApiVersionParameter',
  ]);
});
