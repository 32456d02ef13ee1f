import { Redactor } from '@waybill/redaction';
// biome-ignore lint/style/noRestrictedImports: this folder is only for tests
import { sandboxSeed as seed, startTestSandbox } from '@waybill/testkit';
import { expect } from 'vitest';
import { type AccessToken, Authenticator, type AuthenticatorOptions } from '../index.ts';

export const RESOURCE = 'https://analysis.windows.net/powerbi/api';
export const SCOPE = `${RESOURCE}/.default`;
export const { tenantId } = seed;
export const smokeApp = appNamed('Waybill smoke tests');
export const publicApp = appNamed('Waybill explorer');
export const webApi = appNamed('Waybill web API');
export const ada = userNamed('ada@');
export const grace = userNamed('grace@');
export const mfaUser = userNamed('mfa@');

type SandboxOptions = Parameters<typeof startTestSandbox>[0];

/** A sandbox, and what a program needs to sign in to it. */
export async function bench(options: SandboxOptions = {}) {
  const sandbox = await startTestSandbox({ deviceCodeIntervalSeconds: 0, ...options });
  const redactor = new Redactor();
  return {
    sandbox,
    redactor,
    authenticator: (more: Partial<AuthenticatorOptions> = {}) =>
      new Authenticator({ authorityUrl: sandbox.url, redactor, ...more }),
    /** Uses the token in one request of Power BI. */
    expectAccepted: async ({ token }: AccessToken, path = '/groups') => {
      const response = await fetch(`${sandbox.url}/v1.0/myorg${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(200);
      expect(redactor.redact(token)).toBe('***');
    },
  };
}

function appNamed(name: string) {
  const app = seed.apps.find(({ displayName }) => displayName === name);
  if (app === undefined) throw new Error(`The seed has no app ${name}.`);
  return { ...app, secret: app.secrets[0] ?? '' };
}

function userNamed(start: string) {
  const user = seed.users.find(({ userPrincipalName }) => userPrincipalName.startsWith(start));
  if (user === undefined) throw new Error(`The seed has no user ${start}.`);
  return user;
}
