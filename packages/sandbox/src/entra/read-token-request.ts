import type { Context } from 'hono';
import { unknownTenant } from './directory.ts';
import { EntraError } from './entra-error.ts';
import { failRequest } from './faults.ts';
import { type EndpointVersion, type EntraState, requiredField, type TokenRequest } from './token-request.ts';

/** Reads a form that a client sends, and finds out which app it says it is. */
export async function readTokenRequest(
  context: Context,
  version: EndpointVersion,
  { directory, faults }: EntraState,
): Promise<TokenRequest> {
  const tenant = context.req.param('tenant') as string;
  if (!directory.hasTenant(tenant)) throw unknownTenant(tenant);
  // Entra reads forms only; JSON is the classic mistake.
  if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header('content-type') ?? ''))
    throw new EntraError(9002313);
  const form = new URLSearchParams(await context.req.text());
  context.set('form', form);
  failRequest(faults, context.req.path, form);
  const basic = basicCredentials(context.req.header('authorization'));
  const app = directory.app(basic?.clientId ?? requiredField(form, 'client_id'));
  const clientSecret = basic?.clientSecret ?? form.get('client_secret') ?? undefined;
  return { version, tenant, form, app, clientSecret, origin: originOf(context) };
}

/** Client id and secret in a Basic header (RFC 6749 section 2.3.1). */
function basicCredentials(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', clientSecret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  const form = new URLSearchParams(`id=${clientId}&secret=${clientSecret}`);
  return { clientId: form.get('id') ?? '', clientSecret: form.get('secret') ?? '' };
}

export function originOf(context: Context): string {
  return new URL(context.req.url).origin;
}
