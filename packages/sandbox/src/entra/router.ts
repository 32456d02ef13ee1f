import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { authorizeRouter } from './authorize.ts';
import { deviceRouter } from './device-router.ts';
import { GUID, unknownTenant } from './directory.ts';
import { discoveryDocument, instanceDiscovery } from './discovery.ts';
import { EntraError, errorBody } from './entra-error.ts';
import { brokenAnswer } from './faults.ts';
import { authorizationCode } from './grants/authorization-code.ts';
import { clientCredentials } from './grants/client-credentials.ts';
import { deviceCode } from './grants/device-code.ts';
import { onBehalfOf } from './grants/on-behalf-of.ts';
import { password } from './grants/password.ts';
import { refreshToken } from './grants/refresh-token.ts';
import { originOf, readTokenRequest } from './read-token-request.ts';
import { type EndpointVersion, type EntraState, requiredField, type TokenRequest } from './token-request.ts';
import type { TokenResponse } from './token-response.ts';

type Grant = (request: TokenRequest, state: EntraState) => Promise<TokenResponse>;

/** Grants by `grant_type`. A new grant is a file in `grants/` and a row here. */
const GRANTS: Readonly<Record<string, Grant>> = {
  authorization_code: authorizationCode,
  client_credentials: clientCredentials,
  // MSAL writes the short name, the standard the long one.
  device_code: deviceCode,
  'urn:ietf:params:oauth:grant-type:device_code': deviceCode,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': onBehalfOf,
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
  router.route('/', authorizeRouter(state));
  router.route('/', deviceRouter(state));
  for (const [path, version] of [
    ['/:tenant/.well-known/openid-configuration', 'v1'],
    ['/:tenant/v2.0/.well-known/openid-configuration', 'v2'],
    // Plain OAuth clients look here (RFC 8414 section 3.1).
    ['/.well-known/oauth-authorization-server/:tenant/v2.0', 'v2'],
  ] as const) {
    router.get(path, (context) => {
      const tenant = context.req.param('tenant') as string;
      // The Azure CLI trusts an unknown host without asking Microsoft only if its address ends like that of AD FS.
      if (tenant === 'adfs') return describe(context, state.directory.tenantId, 'v2', state);
      // The same mistake as at the token endpoint, but by another name.
      if (!state.directory.hasTenant(tenant)) return refuse(context, unknownTenant(tenant), 'invalid_tenant');
      return describe(context, tenant, version, state);
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

function describe(context: Context, tenant: string, version: EndpointVersion, { directory }: EntraState): Response {
  const document = discoveryDocument(originOf(context), tenant, directory.tenantId, version, Object.keys(GRANTS));
  return context.json(document);
}

async function answerToken(context: Context, version: EndpointVersion, state: EntraState): Promise<Response> {
  const broken = brokenAnswer(state.faults, context);
  if (broken !== undefined) return broken;
  const request = await readTokenRequest(context, version, state);
  const grantType = requiredField(request.form, 'grant_type');
  const grant = Object.hasOwn(GRANTS, grantType) ? GRANTS[grantType] : undefined;
  if (grant === undefined) throw new EntraError(70003, grantType);
  const response = await grant(request, state);
  setHeaders(context);
  return context.json(response, 200, JSON_HEADERS);
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
  if (error.retryAfterSeconds !== undefined) context.header('retry-after', String(error.retryAfterSeconds));
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
