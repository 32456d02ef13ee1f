import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { GUID, unknownTenant } from './directory.ts';
import { discoveryDocument, instanceDiscovery } from './discovery.ts';
import { EntraError, errorBody } from './entra-error.ts';
import { clientCredentials } from './grants/client-credentials.ts';
import { password } from './grants/password.ts';
import { refreshToken } from './grants/refresh-token.ts';
import { type EndpointVersion, type EntraState, requiredField, type TokenRequest } from './token-request.ts';
import type { TokenResponse } from './token-response.ts';

type Grant = (request: TokenRequest, state: EntraState) => Promise<TokenResponse>;

/** Grants by `grant_type`. A new grant is a file in `grants/` and a row here. */
const GRANTS: Readonly<Record<string, Grant>> = {
  client_credentials: clientCredentials,
  password,
  refresh_token: refreshToken,
};

/** The token, metadata and key endpoints of Entra, v1 and v2. */
export function entraRouter(state: EntraState): Hono {
  const router = new Hono();
  router.onError((error, context) => {
    if (!(error instanceof EntraError)) throw error;
    return refuse(context, error);
  });
  router.get('/common/discovery/instance', (context) => context.json(instanceDiscovery(originOf(context))));
  for (const [path, version] of [
    ['/:tenant/oauth2/token', 'v1'],
    ['/:tenant/oauth2/v2.0/token', 'v2'],
  ] as const) {
    router.post(path, (context) => answerToken(context, version, state));
    router.all(path, (context) => {
      throw new EntraError(900561, context.req.method);
    });
  }
  // The Azure CLI trusts an unknown host without asking Microsoft only if its address ends like that of AD FS.
  router.get('/adfs/.well-known/openid-configuration', (context) => {
    const { tenantId } = state.directory;
    return context.json(discoveryDocument(originOf(context), tenantId, tenantId, 'v2'));
  });
  for (const [path, version] of [
    ['/:tenant/.well-known/openid-configuration', 'v1'],
    ['/:tenant/v2.0/.well-known/openid-configuration', 'v2'],
  ] as const) {
    router.get(path, (context) => {
      const tenant = context.req.param('tenant') as string;
      // The same mistake as at the token endpoint, but by another name.
      if (!state.directory.hasTenant(tenant)) return refuse(context, unknownTenant(tenant), 'invalid_tenant');
      return context.json(discoveryDocument(originOf(context), tenant, state.directory.tenantId, version));
    });
  }
  for (const path of ['/:tenant/discovery/keys', '/:tenant/discovery/v2.0/keys']) {
    router.get(path, (context) => {
      const tenant = context.req.param('tenant') as string;
      if (!state.directory.hasTenant(tenant)) throw unknownTenant(tenant);
      return context.json({ keys: [state.key.jwk] });
    });
  }
  return router;
}

async function answerToken(context: Context, version: EndpointVersion, state: EntraState): Promise<Response> {
  const tenant = context.req.param('tenant') as string;
  if (!state.directory.hasTenant(tenant)) throw unknownTenant(tenant);
  // Entra reads forms only; JSON is the classic mistake.
  if (!/^application\/x-www-form-urlencoded\b/i.test(context.req.header('content-type') ?? ''))
    throw new EntraError(9002313);
  const form = new URLSearchParams(await context.req.text());
  context.set('form', form);
  const grantType = requiredField(form, 'grant_type');
  const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
  if (grant === undefined) throw new EntraError(70003, grantType);
  const basic = basicCredentials(context.req.header('authorization'));
  const app = state.directory.app(basic?.clientId ?? requiredField(form, 'client_id'));
  const clientSecret = basic?.clientSecret ?? form.get('client_secret') ?? undefined;
  const response = await grant({ version, tenant, form, app, clientSecret, origin: originOf(context) }, state);
  setHeaders(context);
  return context.json(response, 200, JSON_HEADERS);
}

/** Client id and secret in a Basic header (RFC 6749 section 2.3.1). */
function basicCredentials(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', clientSecret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  const form = new URLSearchParams(`id=${clientId}&secret=${clientSecret}`);
  return { clientId: form.get('id') ?? '', clientSecret: form.get('secret') ?? '' };
}

const JSON_HEADERS = { 'Content-Type': 'application/json; charset=utf-8' };

function refuse(context: Context, error: EntraError, name: string = error.shape.error): Response {
  const form = context.get('form') as URLSearchParams | undefined;
  const given = [
    context.req.query('client-request-id'),
    form?.get('client-request-id'),
    context.req.header('client-request-id'),
  ].find((id) => typeof id === 'string' && GUID.test(id));
  const traceId = setHeaders(context);
  const errorUri = `${originOf(context)}/error?code=${error.aadstsCode}`;
  const body = { ...errorBody(error, traceId, given ?? randomUUID(), errorUri), error: name };
  return context.json(body, error.shape.status, JSON_HEADERS);
}

/** Sets what every answer of the token endpoint carries; returns the id it gave the request. */
function setHeaders(context: Context): string {
  const requestId = randomUUID();
  context.header('cache-control', 'no-store, no-cache');
  context.header('pragma', 'no-cache');
  context.header('x-ms-request-id', requestId);
  context.header('x-ms-ests-server', 'sandbox');
  return requestId;
}

function originOf(context: Context): string {
  return new URL(context.req.url).origin;
}
