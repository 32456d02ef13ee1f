import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  enterDeviceCode,
  makeKeyAndCertificate,
  openTerminal,
  recordingProxy,
  runProgram,
  sandboxSeed as seed,
  signInOnPage,
  startTestSandbox,
  tempDir,
} from '@waybill/testkit';
import { expect, test } from 'vitest';

const app = appNamed('Waybill smoke tests');
const publicApp = appNamed('Waybill explorer');
const webApi = appNamed('Waybill web API');
const ada = seed.users[0] as (typeof seed.users)[number];
const RESOURCE = 'https://analysis.windows.net/powerbi/api';
const PASSPHRASE = 'sandbox-only/open+sesame=1';

function appNamed(name: string) {
  const found = seed.apps.find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`The seed has no app ${name}.`);
  return { clientId: found.clientId, secret: found.secrets[0] ?? '' };
}

/** Everything a secret can be turned into on its way to a screen or a file. */
const ENCODINGS: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  encodeURIComponent,
  (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
  (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  (secret) => Buffer.from(secret).toString('base64url'),
  (secret) => JSON.stringify(secret).slice(1, -1),
];

function expectClean(text: string, secrets: Iterable<string>, where: string): void {
  for (const secret of secrets) {
    for (const encode of ENCODINGS) expect(text.includes(encode(secret)), `a secret in ${where}`).toBe(false);
  }
  expect(text.match(/eyJ[\w-]{10,}/g) ?? [], `a token in ${where}`).toEqual([]);
}

/** A sandbox, an environment with an identity for every flow, and what each of them needs around it. */
async function everyFlow() {
  const sandbox = await startTestSandbox();
  const { origin, tokens } = await recordingProxy(sandbox.url);
  const { key, certificate } = await makeKeyAndCertificate();
  sandbox.admin.addCertificate(app.clientId, certificate);
  const federated = await sandbox.admin.issueFederatedToken();
  const user = await tokenOf(origin, `api://${webApi.clientId}/.default offline_access`);
  const plain = await tokenOf(origin, `${RESOURCE}/.default offline_access`);
  const az = {
    accessToken: plain.access_token,
    expires_on: Math.floor(Date.now() / 1000) + 3600,
    tenant: seed.tenantId,
  };
  const scope = `scope: ${RESOURCE}/.default`;
  const ids = (client: { clientId: string }) => `tenantId: ${seed.tenantId}, clientId: ${client.clientId}`;
  const secret = (client: { secret: string }) => `clientSecret: ${JSON.stringify(client.secret)}`;
  const identities: Readonly<Record<string, string>> = {
    'client-secret': `{ flow: client-secret, ${ids(app)}, clientSecret: "{{ appSecret }}", ${scope} }`,
    'client-certificate': `{ flow: client-certificate, ${ids(app)}, certificateFile: app.pem, ${scope} }`,
    'workload-federation': `{ flow: workload-federation, ${ids(app)}, source: file, tokenFile: federated.jwt, ${scope} }`,
    'managed-identity': `{ flow: managed-identity, ${scope} }`,
    'azure-cli': `{ flow: azure-cli, ${scope} }`,
    'password-v1': `{ flow: password, endpoint: v1, ${ids(publicApp)}, username: ${ada.userPrincipalName}, password: "{{ password }}", resource: ${RESOURCE} }`,
    'password-v2': `{ flow: password, ${ids(publicApp)}, username: ${ada.userPrincipalName}, password: "{{ password }}", ${scope} }`,
    'on-behalf-of': `{ flow: on-behalf-of, ${ids(webApi)}, ${secret(webApi)}, assertion: "{{ assertion }}", ${scope} }`,
    'refresh-token': `{ flow: refresh-token, ${ids(publicApp)}, refreshToken: "{{ refreshToken }}", ${scope} }`,
    token: `{ flow: token, token: "{{ pasted }}" }`,
    default: `{ flow: default, ${scope} }`,
    oauth2: `{ flow: oauth2, grant: client-credentials, issuer: "{{ authorityUrl }}/${seed.tenantId}/v2.0", clientId: ${app.clientId}, clientSecret: "{{ vaultSecret }}", ${scope} }`,
    'device-code': `{ flow: device-code, ${ids(publicApp)}, ${scope} }`,
    'authorization-code': `{ flow: authorization-code, ${ids(publicApp)}, ${scope} }`,
  };
  const environment = `
cloud: sandbox
secrets:
  appSecret: { env: TEST_APP_SECRET }
  password: { dotenv: TEST_PASSWORD, file: test.env }
  assertion: { file: assertion.txt }
  refreshToken: { command: [cat, refresh.txt] }
  pasted: { env: TEST_TOKEN }
  vaultSecret: { keyvault: contoso-vault, name: powerbi-app, identity: client-secret }
identities:
${Object.entries(identities)
  .map(([name, identity]) => `  ${name}: ${identity}`)
  .join('\n')}
`;
  // Fails on purpose, so that every request and response is shown.
  const requests = (names: readonly string[]) =>
    names
      .map((name) => `  ${name}: { post: /nowhere?by=${name}, auth: ${name}, json: {}, expect: { status: 418 } }`)
      .join('\n');
  const interactive = ['device-code', 'authorization-code'];
  const silent = Object.keys(identities).filter((name) => !interactive.includes(name));
  const header = 'baseUrl: "{{ apiUrl }}/v1.0/myorg"\nrequests:\n';
  const cwd = await tempDir({
    'silent.yaml': header + requests(silent),
    'interactive.yaml': header + requests(interactive),
    'environments/all.yaml': environment,
    'environments/test.env': `TEST_PASSWORD="${ada.password}"\n`,
    'environments/app.pem': key + certificate,
    'environments/federated.jwt': federated,
    'environments/assertion.txt': user.access_token,
    'environments/refresh.txt': plain.refresh_token,
    'bin/az': `#!/bin/sh\necho '${JSON.stringify(az)}'\n`,
  });
  await chmod(join(cwd, 'bin/az'), 0o755);
  const env = {
    PATH: `${join(cwd, 'bin')}:${process.env.PATH}`,
    WAYBILL_HOME: join(cwd, 'state'),
    WAYBILL_CACHE_PASSPHRASE: PASSPHRASE,
    TEST_APP_SECRET: app.secret,
    TEST_TOKEN: plain.access_token,
    IDENTITY_ENDPOINT: `${origin}/msi/token`,
    IDENTITY_HEADER: seed.identityHeader,
    AZURE_CLIENT_ID: app.clientId,
    AZURE_TENANT_ID: seed.tenantId,
    AZURE_CLIENT_SECRET: app.secret,
  };
  const secrets = [
    app.secret,
    webApi.secret,
    ada.password,
    federated,
    PASSPHRASE,
    seed.identityHeader,
    ...key.split('\n').filter((line) => line.length > 40),
  ];
  const args = (file: string) => [
    'run',
    file,
    '-e',
    'all',
    '--var',
    `apiUrl=${origin}`,
    '--var',
    `authorityUrl=${origin}`,
    '--allow-commands',
    '--debug',
  ];
  return { cwd, env, args, silent, tokens, secrets };
}

async function tokenOf(origin: string, scope: string) {
  const { userPrincipalName: username, password } = ada;
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: publicApp.clientId,
    username,
    password,
    scope,
  });
  const answer = await fetch(`${origin}/${seed.tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
  return (await answer.json()) as { readonly access_token: string; readonly refresh_token: string };
}

test('every flow that needs nobody signs in, is used, and leaks nothing', { timeout: 60_000 }, async () => {
  const { cwd, env, args, silent, tokens, secrets } = await everyFlow();
  const reporters = ['--reporter', 'terminal', '--reporter', 'junit=out/report.xml'];
  const result = await runProgram([...args('silent.yaml'), ...reporters], { cwd, env });
  for (const name of silent) expect(result.stdout).toContain(`/nowhere?by=${name}\n`);
  // Power BI took every token: it looked for the operation and found none.
  expect(result.stdout.match(/← HTTP 404/g)).toHaveLength(silent.length);
  expect(result.stdout).toContain(`0 passed, ${silent.length} failed`);
  expect(tokens.size).toBeGreaterThanOrEqual(silent.length);
  const all = [...secrets, ...tokens];
  expectClean(result.stdout, all, 'standard output');
  expectClean(result.stderr, all, 'standard error');
  expectClean(await readFile(join(cwd, 'out/report.xml'), 'utf8'), all, 'the report');
  expect(await readdir(cwd)).not.toContain('state');
});

test('flows that need a person ask at the terminal, and leak nothing', { timeout: 60_000 }, async () => {
  const { cwd, env, args, tokens, secrets } = await everyFlow();
  const terminal = openTerminal(args('interactive.yaml'), { cwd, env, columns: 220, rows: 60 });
  await terminal.waitFor(/Enter \w+/);
  const [, verificationUri = '', code = ''] = /Open {2}(\S+)\s+Enter (\w+)/.exec(terminal.screen()) ?? [];
  expect(terminal.screen()).toContain('Never enter a code that somebody else sent you.');
  await enterDeviceCode(verificationUri, code, ada);
  await terminal.waitFor('Open this address to sign in:', 20_000);
  await expect.poll(() => /(http:\S+\/authorize\?\S+)/.exec(terminal.output)?.[1]).toBeDefined();
  const url = /(http:\S+\/authorize\?\S+)/.exec(terminal.output)?.[1] as string;
  expect(await signInOnPage(url, ada)).toMatch(/close this/i);
  expect(await terminal.exit).toBe(1);
  expect(terminal.output.match(/← HTTP 404/g)).toHaveLength(2);
  expectClean(terminal.output, [...secrets, ...tokens], 'the terminal');
});

test('a sign-in is kept between runs, encrypted, until it is logged out', { timeout: 60_000 }, async () => {
  const { cwd, env, args, tokens, secrets } = await everyFlow();
  const options = args('silent.yaml').slice(2, -1);
  const before = await runProgram(['auth', 'status', ...options.filter((option) => option !== '--allow-commands')], {
    cwd,
    env,
  });
  expect(before.stdout).toContain('device-code (device-code)  no token is kept');
  const login = openTerminal(['auth', 'login', '-i', 'device-code', ...options], { cwd, env, columns: 200 });
  await login.waitFor(/Enter \w+/);
  const [, verificationUri = '', code = ''] = /Open {2}(\S+)\s+Enter (\w+)/.exec(login.screen()) ?? [];
  await enterDeviceCode(verificationUri, code, ada);
  await login.waitFor(`Signed in as ${ada.userPrincipalName}`);
  expect(await login.exit).toBe(0);

  const status = await runProgram(
    ['auth', 'status', '--json', ...options.filter((option) => option !== '--allow-commands')],
    { cwd, env },
  );
  const { identities } = JSON.parse(status.stdout) as { identities: { identity: string; expiresOn?: string }[] };
  expect(identities.find(({ identity }) => identity === 'device-code')?.expiresOn).toMatch(/^20/);
  // Nobody is there to be asked any more, and nobody has to be.
  const later = await runProgram([...args('interactive.yaml'), '--request', 'device-code'], { cwd, env });
  expect(later.stdout).toContain('← HTTP 404');
  const cache = await readFile(join(cwd, 'state/tokens'), 'utf8');
  expectClean(cache + login.output + status.stdout + later.stdout, [...secrets, ...tokens], 'the cache or the outputs');

  const logout = await runProgram(['auth', 'logout'], { cwd, env });
  expect(logout.stdout).toContain('is wiped');
  expect(await readdir(join(cwd, 'state'))).toEqual([]);
  const after = await runProgram([...args('interactive.yaml'), '--request', 'device-code'], { cwd, env });
  expect(after.stdout).toContain('ERR_AUTH_INTERACTION_REQUIRED');
  expect(after.exitCode).toBe(4);
});

test('an environment runs no program unless it is allowed to', async () => {
  const { cwd, env, args } = await everyFlow();
  const result = await runProgram(
    args('silent.yaml')
      .filter((option) => option !== '--allow-commands')
      .concat('--request', 'refresh-token'),
    { cwd, env },
  );
  expect(result.stdout).toMatch(/ERR_SECRET_(MISSING|REFUSED)/);
  expect(result.stdout).toContain('environments/all.yaml:');
});
