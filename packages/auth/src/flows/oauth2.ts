import { AuthError } from '../auth-error.ts';
import { signInWithBrowser } from '../browser/browser-sign-in.ts';
import { signInWithDevice } from '../device/device-sign-in.ts';
import type { Flow } from '../flow.ts';
import type { JsonObject } from '../json-request.ts';
import { endpointsOf, type OAuth2EndpointOptions, type OAuth2Endpoints } from '../oauth2/endpoints.ts';
import type { FlowContext } from '../sign-in-context.ts';
import { readTokenResponse } from '../token-response.ts';
import type { StoredTokens } from '../token-store.ts';
import { postForm } from '../token-transport.ts';

/** Any authority that speaks OAuth 2.0 (RFC 6749), found by its metadata (RFC 8414) or given by its endpoints. */
export interface OAuth2Identity extends OAuth2EndpointOptions {
  readonly flow: 'oauth2';
  readonly grant: 'client-credentials' | 'password' | 'refresh-token' | 'authorization-code' | 'device-code';
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** How the client sends its secret: in a header, or in the form. Default `basic`. */
  readonly clientAuthentication?: 'basic' | 'post' | undefined;
  readonly scope?: string | undefined;
  /** For authorities that name the API by an `audience` of their own. */
  readonly audience?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** `authorization-code`: the port of `http://localhost` the browser comes back to. Default any free one. */
  readonly redirectPort?: number | undefined;
}

export const oauth2: Flow<OAuth2Identity> = {
  secrets: ['clientSecret', 'password', 'refreshToken'],
  isInteractive: ({ grant }) => grant === 'authorization-code' || grant === 'device-code',
  signIn: async (identity, context) => {
    const session = await open(identity, context);
    return session.read(await GRANTS[identity.grant](session));
  },
  refresh: async (identity, refreshToken, context) => {
    const session = await open(identity, context);
    const tokens = session.read(await exchangeRefreshToken(session, refreshToken));
    return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
  },
};

/** One acquisition at one authority. */
interface Session {
  readonly identity: OAuth2Identity;
  readonly context: FlowContext;
  readonly endpoints: OAuth2Endpoints;
  /** The fields every form has, and the header if the client authenticates by one. */
  readonly form: Readonly<Record<string, string | undefined>>;
  readonly headers: Readonly<Record<string, string>>;
  post(fields: Readonly<Record<string, string | undefined>>): Promise<JsonObject>;
  read(answer: JsonObject): StoredTokens;
}

async function open(identity: OAuth2Identity, context: FlowContext): Promise<Session> {
  const { clientId, clientSecret, clientAuthentication = 'basic', scope, audience } = identity;
  const { dispatcher } = context;
  const endpoints = await endpointsOf(identity, dispatcher);
  const isBasic = clientSecret !== undefined && clientAuthentication === 'basic';
  const headers: Record<string, string> = isBasic ? { authorization: basic(clientId, clientSecret) } : {};
  if (headers.authorization !== undefined) context.onSecret(headers.authorization.slice('Basic '.length));
  const client = isBasic ? {} : { client_id: clientId, client_secret: clientSecret };
  const form = { ...client, scope, audience, claims: context.claims };
  return {
    identity,
    context,
    endpoints,
    form,
    headers,
    post: (fields) => postForm(endpoints.tokenUrl, { ...form, ...fields }, { headers, dispatcher }),
    read: (answer) =>
      readTokenResponse(answer, { ...identity, account: identity.username }, new URL(endpoints.tokenUrl).host),
  };
}

type Grant = (session: Session) => Promise<JsonObject>;

const GRANTS: Readonly<Record<OAuth2Identity['grant'], Grant>> = {
  'client-credentials': ({ post }) => post({ grant_type: 'client_credentials' }),
  password: ({ identity, post }) =>
    post({
      grant_type: 'password',
      username: required(identity, 'username'),
      password: required(identity, 'password'),
    }),
  'refresh-token': (session) => exchangeRefreshToken(session, required(session.identity, 'refreshToken')),
  'authorization-code': authorizeInBrowser,
  'device-code': ({ identity, context, endpoints, form, headers }) => {
    const deviceAuthorizationUrl = endpoint(endpoints.deviceAuthorizationUrl, 'deviceAuthorizationUrl');
    const { tokenUrl } = endpoints;
    // A client that authenticates by header names itself in the form as well here (RFC 8628 section 3.1).
    const named = { ...form, client_id: identity.clientId };
    return signInWithDevice({ flow: 'oauth2', deviceAuthorizationUrl, tokenUrl, form: named, headers }, context);
  },
};

function exchangeRefreshToken({ post }: Session, refreshToken: string): Promise<JsonObject> {
  return post({ grant_type: 'refresh_token', refresh_token: refreshToken });
}

async function authorizeInBrowser({ identity, context, endpoints, post }: Session): Promise<JsonObject> {
  const { clientId, scope, audience, redirectPort: port } = identity;
  const { responseMode } = endpoints;
  const authorizationUrl = endpoint(endpoints.authorizationUrl, 'authorizationUrl');
  const { code, codeVerifier, redirectUri } = await signInWithBrowser(
    {
      flow: 'oauth2',
      port,
      responseMode,
      authorizationUrl: ({ redirectUri, state, nonce, codeChallenge }) => {
        const url = new URL(authorizationUrl);
        const query = {
          response_type: 'code',
          client_id: clientId,
          redirect_uri: redirectUri,
          // What nobody asks for is not named either: an old authority may not know the parameter.
          response_mode: responseMode === 'query' ? undefined : responseMode,
          scope,
          audience,
          claims: context.claims,
          state,
          nonce,
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
        };
        for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
        return url.href;
      },
    },
    context,
  );
  return post({ grant_type: 'authorization_code', code, code_verifier: codeVerifier, redirect_uri: redirectUri });
}

/** Client id and secret are form-encoded first (RFC 6749 section 2.3.1). */
function basic(clientId: string, clientSecret: string): string {
  const [id, secret] = [clientId, clientSecret].map((part) =>
    new URLSearchParams({ part }).toString().slice('part='.length),
  );
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

function required(identity: OAuth2Identity, key: 'username' | 'password' | 'refreshToken'): string {
  const value = identity[key];
  if (value !== undefined) return value;
  throw new AuthError('ERR_AUTH_CONFIGURATION', `The grant ${identity.grant} needs ${key}.`, {
    hint: `Add ${key} to the identity.`,
  });
}

function endpoint(url: string | undefined, key: string): string {
  if (url !== undefined) return url;
  throw new AuthError('ERR_AUTH_CONFIGURATION', `The authority has no ${key}.`, {
    hint: `Add ${key} to the identity, or choose another grant.`,
  });
}
