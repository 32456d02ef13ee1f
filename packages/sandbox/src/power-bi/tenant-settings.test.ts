import { expect, test } from 'vitest';
import { Directory } from '../entra/directory.ts';
import { appClaims, userClaims } from '../entra/issue-token.ts';
import { createSigningKey } from '../entra/signing-key.ts';
import { seed } from '../seed.ts';
import { ada, POWER_BI, publicApp, smokeApp } from '../testing/client.ts';
import type { TenantSettings } from './operation.ts';
import { powerBiRouter } from './router.ts';
import { Workspaces } from './workspaces.ts';

/** Statuses of `groups`, `admin/groups` and `datasets`, for an app and for a user. */
async function statusesUnder(settings: TenantSettings) {
  const key = await createSigningKey();
  const issuer = `http://127.0.0.1/${seed.tenantId}/`;
  const state = { workspaces: new Workspaces(seed, 0), directory: new Directory(seed), settings };
  const router = powerBiRouter(state, key, issuer);
  const terms = { issuer, tenantId: seed.tenantId, lifetimeSeconds: 60 };
  const statuses = async (token: string) => {
    const paths = ['/groups', '/admin/groups?$top=1', '/datasets'];
    const headers = { authorization: `Bearer ${token}` };
    const answers = paths.map(async (path) => (await router.request(path, { headers })).status);
    return Promise.all(answers);
  };
  return {
    app: await statuses(await key.sign(appClaims({ ...terms, app: smokeApp }, POWER_BI))),
    user: await statuses(
      await key.sign(userClaims({ ...terms, app: publicApp }, POWER_BI, ada, publicApp.delegatedScopes)),
    ),
  };
}

test('without the admin switch an app reads no admin API, but all others', async () => {
  const settings = { servicePrincipalsMayCallApis: true, servicePrincipalsMayReadAdminApis: false };
  expect(await statusesUnder(settings)).toEqual({ app: [200, 401, 403], user: [200, 200, 200] });
});

test('without the API switch an app is refused everywhere, a user nowhere', async () => {
  const settings = { servicePrincipalsMayCallApis: false, servicePrincipalsMayReadAdminApis: true };
  expect(await statusesUnder(settings)).toEqual({ app: [401, 401, 401], user: [200, 200, 200] });
});
