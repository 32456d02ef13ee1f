import { join } from 'node:path';
import { openTerminal, recordingProxy, sandboxSeed as seed, startTestSandbox, tempDir } from '@waybill/testkit';

export const ENTER = '\r';
export const ESCAPE = '\u001b';

const app = seed.apps.find(({ secrets }) => secrets.length > 0);
export const clientId = app?.clientId as string;
export const clientSecret = app?.secrets[0] as string;
const publicApp = seed.apps.find(({ isPublicClient }) => isPublicClient);
const scope = 'scope: "{{ resource }}/.default"';

const ENVIRONMENT = `cloud: sandbox
secrets:
  kept: { file: app-secret.txt }
identities:
  app: { flow: client-secret, tenantId: ${seed.tenantId}, clientId: ${clientId}, clientSecret: "{{ kept }}", ${scope} }
  device: { flow: device-code, tenantId: ${seed.tenantId}, clientId: ${publicApp?.clientId}, ${scope} }
  browser: { flow: authorization-code, tenantId: ${seed.tenantId}, clientId: ${publicApp?.clientId}, ${scope} }
`;

export interface OpenUiOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** Opens a collection with these requests against a sandbox, and waits for the first screen. */
export async function openUi(requests: string, { args = [], files = {}, env, ...size }: OpenUiOptions = {}) {
  const sandbox = await startTestSandbox();
  const { origin, tokens } = await recordingProxy(sandbox.url);
  const cwd = await tempDir({
    'waybill.yaml': `baseUrl: "{{ apiUrl }}/v1.0/myorg"\nrequests:\n${requests}`,
    'environments/test.yaml': ENVIRONMENT,
    'environments/app-secret.txt': clientSecret,
    ...files,
  });
  const state = join(cwd, 'state');
  const variables = ['--var', `apiUrl=${origin}`, '--var', `authorityUrl=${origin}`];
  const terminal = openTerminal(['-c', 'waybill.yaml', '-e', 'test', ...variables, ...args], {
    cwd,
    env: { WAYBILL_HOME: state, ...env },
    ...size,
  });
  return { terminal, sandbox, cwd, state, variables, tokens, secrets: [clientSecret, ...tokens] };
}
