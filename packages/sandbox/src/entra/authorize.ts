import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { SandboxApp } from '../seed.ts';
import { unknownTenant } from './directory.ts';
import { EntraError } from './entra-error.ts';
import { failRequest } from './faults.ts';
import { formPostPage, messagePage, PAGE_HEADERS, signInPage } from './pages.ts';
import { originOf } from './read-token-request.ts';
import type { RequestedScopes } from './resources.ts';
import { type EndpointVersion, type EntraState, requiredField } from './token-request.ts';
import { requestedByUser } from './user-tokens.ts';

/** Where an answer goes. As long as this is in doubt, mistakes are shown on a page and told to nobody else. */
interface ReturnAddress {
  readonly app: SandboxApp;
  readonly redirectUri: string;
  readonly responseMode: string;
  readonly state: string | undefined;
}

/** What the client asks the user for. */
interface Demand {
  readonly requested: RequestedScopes;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
}

/**
 * The authorization endpoint (RFC 6749 section 4.1.1, PKCE by RFC 7636). GET shows a sign-in form; the same address
 * takes the form with POST, so that a program can sign in without a browser.
 */
export function authorizeRouter(state: EntraState): Hono {
  const router = new Hono();
  for (const [path, version] of [
    ['/:tenant/oauth2/authorize', 'v1'],
    ['/:tenant/oauth2/v2.0/authorize', 'v2'],
  ] as const) {
    router.on(['GET', 'POST'], path, async (context) => {
      try {
        return await answer(context, version, state);
      } catch (error) {
        if (!(error instanceof EntraError)) throw error;
        return context.html(messagePage('Sign-in is not possible', error.message), 400, PAGE_HEADERS);
      }
    });
  }
  return router;
}

async function answer(context: Context, version: EndpointVersion, state: EntraState): Promise<Response> {
  const tenant = context.req.param('tenant') as string;
  if (!state.directory.hasTenant(tenant)) throw unknownTenant(tenant);
  const query = new URL(context.req.url).searchParams;
  failRequest(state.faults, context.req.path, query);
  const address = returnAddress(query, state);
  try {
    const demand = readDemand(query, version, originOf(context), state);
    if (context.req.method === 'GET') {
      if (query.get('prompt') === 'none') throw new EntraError(50058);
      return context.html(form(address.app, query.get('login_hint') ?? ''), 200, PAGE_HEADERS);
    }
    return await answerForm(context, query, address, demand, state);
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return sendBack(context, address, { error: error.shape.error, error_description: error.message });
  }
}

function returnAddress(query: URLSearchParams, { directory }: EntraState): ReturnAddress {
  const app = directory.app(requiredField(query, 'client_id'));
  const redirectUri = requiredField(query, 'redirect_uri');
  if (!isLoopback(redirectUri)) throw new EntraError(50011, redirectUri);
  const responseMode = query.get('response_mode') ?? 'query';
  if (!['query', 'form_post'].includes(responseMode)) throw new EntraError(9002313);
  return { app, redirectUri, responseMode, state: query.get('state') ?? undefined };
}

/** Native apps register `http://localhost`; the port is theirs to choose (RFC 8252 section 7.3). */
function isLoopback(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, username, password, hash } = new URL(uri);
  const isPlain = username === '' && password === '' && hash === '';
  return protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname) && isPlain;
}

function readDemand(query: URLSearchParams, version: EndpointVersion, origin: string, state: EntraState): Demand {
  if (requiredField(query, 'response_type') !== 'code')
    throw new EntraError(9002313, '', { error: 'unsupported_response_type' });
  const codeChallenge = query.get('code_challenge') ?? undefined;
  if (codeChallenge !== undefined && query.get('code_challenge_method') !== 'S256') throw new EntraError(9002313);
  const requested = requestedByUser({ version, form: query, origin }, state);
  return { requested, nonce: query.get('nonce') ?? undefined, codeChallenge };
}

function form(app: SandboxApp, userName: string, error?: string) {
  return signInPage({ title: `Sign in to ${app.displayName}`, userName, error, approve: 'Sign in' });
}

async function answerForm(
  context: Context,
  query: URLSearchParams,
  address: ReturnAddress,
  demand: Demand,
  { directory, authorizationCodes }: EntraState,
): Promise<Response> {
  const fields = new URLSearchParams(await context.req.text());
  const userName = fields.get('username') ?? '';
  if (fields.get('action') === 'decline') throw new EntraError(65004);
  try {
    const user = directory.signIn(userName, fields.get('password') ?? '');
    const { app, redirectUri } = address;
    const code = authorizationCodes.issue({ clientId: app.clientId, redirectUri, user, ...demand });
    const clientInfo = { uid: user.objectId, utid: directory.tenantId };
    return sendBack(context, address, {
      code,
      ...(query.get('client_info') === '1'
        ? { client_info: Buffer.from(JSON.stringify(clientInfo)).toString('base64url') }
        : {}),
      session_state: randomUUID(),
    });
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return context.html(form(address.app, userName, error.message), 400, PAGE_HEADERS);
  }
}

function sendBack(
  context: Context,
  { redirectUri, responseMode, state }: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): Response | Promise<Response> {
  const fields = { ...answer, ...(state === undefined ? {} : { state }) };
  if (responseMode === 'form_post') return context.html(formPostPage(redirectUri, fields), 200, PAGE_HEADERS);
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value);
  return context.redirect(target.href, 302);
}
