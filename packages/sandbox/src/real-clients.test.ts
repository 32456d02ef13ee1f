import { accessSync, constants } from 'node:fs';
import { get } from 'node:https';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { seed } from './seed.ts';
import type { Sandbox } from './start-sandbox.ts';
import { ada, POWER_BI, POWER_BI_SCOPE, publicApp, smokeApp, testSandbox } from './testing/client.ts';
import type { MsalSignIn } from './testing/msal-sign-in.ts';
import { certificateFolder, run } from './testing/run.ts';

const { tenantId } = seed;
const clientSecret = smokeApp.secrets[0] ?? '';

// Whatever is meant for another host goes to a proxy that is not there.
const ONLY_LOOPBACK = { HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'localhost' };

function statusOfAdminGroups({ url, certificate }: Sandbox, token: string): Promise<number | undefined> {
  const options = { ca: certificate, headers: { authorization: `Bearer ${token}` } };
  return new Promise((resolve, reject) => {
    get(`${url}/v1.0/myorg/admin/groups?$top=1`, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

test('msal-node with its own transport signs an app and a user in over https', async () => {
  const sandbox = await testSandbox({ tls: true });
  const { pem } = await certificateFolder(sandbox.certificate);
  const signIn: MsalSignIn = {
    origin: sandbox.url,
    tenantId,
    scope: POWER_BI_SCOPE,
    app: { clientId: smokeApp.clientId, clientSecret },
    user: { clientId: publicApp.clientId, username: ada.userPrincipalName, password: ada.password },
  };
  const program = fileURLToPath(new URL('./testing/msal-sign-in.ts', import.meta.url));
  const env = { NODE_EXTRA_CA_CERTS: pem, SIGN_IN: JSON.stringify(signIn), ...ONLY_LOOPBACK };
  const signedIn = JSON.parse(await run(process.execPath, [program], env));

  expect(signedIn).toMatchObject({ accountId: `${ada.objectId}.${tenantId}`, isSilentFromCache: true });
  expect(await statusOfAdminGroups(sandbox, signedIn.app)).toBe(200);
  expect(await statusOfAdminGroups(sandbox, signedIn.user)).toBe(200);
}, 60_000);

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

test.skipIf(!isOnPath('az')).each([
  ['an app', ['--service-principal', '--username', smokeApp.clientId, '--password', clientSecret]],
  ['a user', ['--username', ada.userPrincipalName, '--password', ada.password]],
])(
  'the Azure CLI signs %s in and gets a token that Power BI takes',
  async (_who, credentials) => {
    const sandbox = await testSandbox({ tls: true });
    const { folder, pem } = await certificateFolder(sandbox.certificate);
    const env = {
      AZURE_CONFIG_DIR: join(folder, 'azure'),
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      REQUESTS_CA_BUNDLE: pem,
      ...ONLY_LOOPBACK,
    };
    const az = (...args: string[]) => run('az', args, env);
    const arm = 'https://management.core.windows.net/';

    await az(
      ...['cloud', 'register', '--name', 'sandbox'],
      ...['--endpoint-active-directory', `${sandbox.url}/adfs`],
      ...['--endpoint-resource-manager', `${sandbox.url}/`],
      ...['--endpoint-management', arm],
      ...['--endpoint-active-directory-resource-id', arm],
      ...['--endpoint-active-directory-graph-resource-id', 'https://graph.windows.net/'],
    );
    await az('cloud', 'set', '--name', 'sandbox');
    await az('login', ...credentials, '--tenant', tenantId, '--allow-no-subscriptions');
    const token = await az('account', 'get-access-token', '--resource', POWER_BI, '--tenant', tenantId, '-o', 'json');

    const { accessToken, tenant, tokenType } = JSON.parse(token);
    expect({ tenant, tokenType }).toEqual({ tenant: tenantId, tokenType: 'Bearer' });
    expect(await statusOfAdminGroups(sandbox, accessToken)).toBe(200);
  },
  120_000,
);
