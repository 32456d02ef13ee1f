import { PublicClientApplication } from '@azure/msal-node';
import { seed } from '../seed.ts';
import type { SandboxUser } from '../seed-types.ts';
import type { Sandbox } from '../start-sandbox.ts';
import { type Answer, answerOf, publicApp } from './client.ts';

/** Settings that make MSAL talk plain http to a sandbox. */
export function msalAuthority({ url }: Sandbox) {
  const { port } = new URL(url);
  const oauth2 = `${url}/${seed.tenantId}/oauth2/v2.0`;
  return {
    authority: `https://localhost:${port}/${seed.tenantId}`,
    knownAuthorities: [`localhost:${port}`],
    authorityMetadata: JSON.stringify({
      issuer: `${url}/${seed.tenantId}/v2.0`,
      jwks_uri: `${url}/${seed.tenantId}/discovery/v2.0/keys`,
      authorization_endpoint: `${oauth2}/authorize`,
      token_endpoint: `${oauth2}/token`,
    }),
  };
}

export function msalPublicClient(sandbox: Sandbox): PublicClientApplication {
  return new PublicClientApplication({ auth: { ...msalAuthority(sandbox), clientId: publicApp.clientId } });
}

/** Fills in a sign-in form, as somebody in front of a browser would. */
export async function submitSignIn(
  address: string,
  user: Pick<SandboxUser, 'userPrincipalName' | 'password'>,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { userPrincipalName: username, password } = user;
  const body = new URLSearchParams({ username, password, action: 'approve', ...fields });
  return answerOf(await fetch(address, { method: 'POST', body, redirect: 'manual' }));
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', '#39': "'", lt: '<', gt: '>', amp: '&' };

/** What the form in a page would send, and where. */
export function formIn(page: string): { action: string; fields: URLSearchParams } {
  const text = (value: string | undefined) =>
    (value ?? '').replace(/&(quot|#39|lt|gt|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
  const inputs = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    action: text(/<form method="post" action="([^"]*)">/.exec(page)?.[1]),
    fields: new URLSearchParams(inputs.map(([, name, value]): [string, string] => [text(name), text(value)])),
  };
}
