import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
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
  router.post('/:tenant/oauth2/token', (context) => answerToken(context, 'v1', state));
  router.post('/:tenant/oauth2/v2.0/token', (context) => answerToken(context, 'v2', state));
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
      state.directory.assertTenant(tenant);
      return context.json(discoveryDocument(originOf(context), tenant, state.directory.tenantId, version));
    });
  }
  for (const path of ['/:tenant/discovery/keys', '/:tenant/discovery/v2.0/keys']) {
    router.get(path, (context) => context.json({ keys: [state.key.jwk] }));
  }
  return router;
}

async function answerToken(context: Context, version: EndpointVersion, state: EntraState): Promise<Response> {
  const tenant = context.req.param('tenant') as string;
  state.directory.assertTenant(tenant);
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
  return context.json(response);
}

/** Client id and secret in a Basic header (RFC 6749 section 2.3.1). */
function basicCredentials(header: string | undefined): { clientId: string; clientSecret: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', clientSecret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
  const form = new URLSearchParams(`id=${clientId}&secret=${clientSecret}`);
  return { clientId: form.get('id') ?? '', clientSecret: form.get('secret') ?? '' };
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function refuse(context: Context, error: EntraError): Response {
  const form = context.get('form') as URLSearchParams | undefined;
  const given = [
    context.req.query('client-request-id'),
    form?.get('client-request-id'),
    context.req.header('client-request-id'),
  ].find((id) => typeof id === 'string' && GUID.test(id));
  setHeaders(context);
  const errorUri = `${originOf(context)}/error?code=${error.aadstsCode}`;
  return context.json(errorBody(error, given ?? randomUUID(), errorUri), error.shape.status);
}

function setHeaders(context: Context): void {
  context.header('cache-control', 'no-store, no-cache');
  context.header('pragma', 'no-cache');
  context.header('x-ms-request-id', randomUUID());
  context.header('x-ms-ests-server', 'sandbox');
}

function originOf(context: Context): string {
  return new URL(context.req.url).origin;
}
