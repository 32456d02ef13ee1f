import { onTestFinished } from 'vitest';
import { type SandboxApp, type SandboxUser, seed } from '../seed.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../start-sandbox.ts';

export const POWER_BI = 'https://analysis.windows.net/powerbi/api';
export const POWER_BI_SCOPE = `${POWER_BI}/.default`;

/** A sandbox on a free port that goes away with the test. */
export async function testSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ port: 0, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function named<T extends { displayName: string }>(items: readonly T[], name: string): T {
  const item = items.find(({ displayName }) => displayName === name);
  if (item === undefined) throw new Error(`The seed has no ${name}`);
  return item;
}

export const smokeApp: SandboxApp = named(seed.apps, 'Waybill smoke tests');
export const publicApp: SandboxApp = named(seed.apps, 'Waybill explorer');
export const overprivilegedApp: SandboxApp = named(seed.apps, 'Overprivileged');
export const ada: SandboxUser = named(seed.users, 'Ada');
export const grace: SandboxUser = named(seed.users, 'Grace');
export const mfaUser: SandboxUser = named(seed.users, 'Must use MFA');

export function workspaceNamed(name: string) {
  return named(
    seed.workspaces.map((workspace) => ({ ...workspace, displayName: workspace.name })),
    name,
  );
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests assert on what is in there
  readonly json: any;
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

export type Form = Readonly<Record<string, string>>;

/** Form of a v2 client credentials request that works. */
export const appForm = (app = smokeApp): Form => ({
  grant_type: 'client_credentials',
  client_id: app.clientId,
  client_secret: app.secrets[0] ?? '',
  scope: POWER_BI_SCOPE,
});

/** Form of a v2 password request that works. */
export const userForm = (user = ada, scope = `${POWER_BI_SCOPE} openid profile offline_access`): Form => ({
  grant_type: 'password',
  client_id: publicApp.clientId,
  username: user.userPrincipalName,
  password: user.password,
  scope,
});

export async function requestToken(
  sandbox: Sandbox,
  form: Form,
  {
    version = 'v2',
    tenant = seed.tenantId,
    headers = {},
  }: { version?: 'v1' | 'v2'; tenant?: string; headers?: Form } = {},
): Promise<Answer> {
  const path = version === 'v1' ? 'oauth2/token' : 'oauth2/v2.0/token';
  const body = new URLSearchParams(form);
  return answerOf(await fetch(`${sandbox.url}/${tenant}/${path}`, { method: 'POST', body, headers }));
}

export async function accessToken(sandbox: Sandbox, form: Form): Promise<string> {
  const { status, text, json } = await requestToken(sandbox, form);
  if (status !== 200) throw new Error(`No token: ${text}`);
  return json.access_token;
}

/** Calls the REST API below `/v1.0/myorg`; without a token no Authorization is sent. */
export async function callApi(
  sandbox: Sandbox,
  token: string | undefined,
  path: string,
  { method = 'GET', body }: { method?: string; body?: unknown } = {},
): Promise<Answer> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  return answerOf(await fetch(`${sandbox.url}/v1.0/myorg${path}`, init));
}
