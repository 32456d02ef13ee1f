import { NetworkError } from '@waybill/errors';
import { Agent } from 'undici';
import { AuthError } from '../auth-error.ts';
import type { Flow } from '../flow.ts';
import { type JsonAnswer, requestJson } from '../json-request.ts';
import { resourceOf } from '../scopes.ts';
import { type EnvironmentVariables, type FlowContext, refuseClaims } from '../sign-in-context.ts';
import { readTokenResponse } from '../token-response.ts';
import type { StoredTokens } from '../token-store.ts';

/** The identity Azure gives to the machine or app this runs on: its own, or one of those assigned to it. */
export interface ManagedIdentity {
  readonly flow: 'managed-identity';
  readonly scope: string;
  readonly clientId?: string | undefined;
  readonly objectId?: string | undefined;
  /** Azure resource id of a user-assigned identity. */
  readonly resourceId?: string | undefined;
}

/** Azure keeps it for up to a day, and hands the same one out until then. */
export const managedIdentity: Flow<ManagedIdentity> = { secrets: [], isKeptElsewhere: true, signIn };

/** Where the platform hands out tokens, and what it calls the ways to choose an identity. */
interface Endpoint {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly names: { readonly clientId: string; readonly objectId: string; readonly resourceId: string };
}

/** The instance metadata service is a hop away or nowhere; a network without it may swallow the packets. */
const CONNECT_TIMEOUT_MS = 1000;
const INSTANCE_METADATA = 'http://169.254.169.254';

async function signIn(identity: ManagedIdentity, context: FlowContext): Promise<StoredTokens> {
  refuseClaims(context, 'managed-identity', 'Use client-certificate or workload-federation.');
  const { url, headers, names } = endpointOf(context.env ?? {}, context.onSecret);
  url.searchParams.set('resource', resourceFor(identity));
  for (const [name, value] of chosen(identity)) url.searchParams.set(names[name], value);
  // Of its own, since neither a proxy nor a long wait makes sense here.
  const dispatcher = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });
  try {
    const answer = await requestJson(url.href, { headers, dispatcher, signal: context.interaction?.signal });
    if (answer.status !== 200 || answer.body === undefined) throw refused(answer, url);
    return readTokenResponse(answer.body, identity, url.host);
  } catch (error) {
    throw error instanceof NetworkError ? nobodyThere(url, error) : error;
  } finally {
    await dispatcher.close();
  }
}

/** App Service, Functions and Container Apps name theirs; a virtual machine has the metadata service. */
function endpointOf(env: EnvironmentVariables, onSecret: (secret: string) => void): Endpoint {
  const { IDENTITY_ENDPOINT, IDENTITY_HEADER, AZURE_POD_IDENTITY_AUTHORITY_HOST } = env;
  if (IDENTITY_ENDPOINT && IDENTITY_HEADER) {
    onSecret(IDENTITY_HEADER);
    return {
      url: endpointUrl(IDENTITY_ENDPOINT, '2019-08-01'),
      headers: { 'x-identity-header': IDENTITY_HEADER },
      names: { clientId: 'client_id', objectId: 'principal_id', resourceId: 'mi_res_id' },
    };
  }
  const host = (AZURE_POD_IDENTITY_AUTHORITY_HOST || INSTANCE_METADATA).replace(/\/+$/, '');
  return {
    url: endpointUrl(`${host}/metadata/identity/oauth2/token`, '2018-02-01'),
    headers: { metadata: 'true' },
    names: { clientId: 'client_id', objectId: 'object_id', resourceId: 'msi_res_id' },
  };
}

function endpointUrl(address: string, version: string): URL {
  if (!URL.canParse(address)) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', `The address "${address}" of the managed identity is not a URL.`, {
      hint: 'Leave IDENTITY_ENDPOINT and AZURE_POD_IDENTITY_AUTHORITY_HOST to the platform.',
    });
  }
  const url = new URL(address);
  url.searchParams.set('api-version', version);
  return url;
}

function resourceFor({ scope }: ManagedIdentity): string {
  const resource = resourceOf(scope);
  if (resource !== undefined) return resource;
  throw new AuthError('ERR_AUTH_CONFIGURATION', 'A managed identity takes a scope that ends in /.default.', {
    hint: 'Write https://analysis.windows.net/powerbi/api/.default.',
  });
}

function chosen({ clientId, objectId, resourceId }: ManagedIdentity) {
  const ids = Object.entries({ clientId, objectId, resourceId }).filter((id) => id[1] !== undefined);
  if (ids.length < 2) return ids as [keyof Endpoint['names'], string][];
  throw new AuthError('ERR_AUTH_CONFIGURATION', 'The identity names more than one managed identity.', {
    hint: 'Keep one of clientId, objectId and resourceId.',
  });
}

/** 400 is how the metadata service says that this machine has no such identity. */
function refused({ status, body }: JsonAnswer, url: URL): AuthError {
  const said = body?.error_description ?? body?.message ?? body?.error;
  const quoted = typeof said === 'string' ? `: ${said}` : '';
  const isAbsent = status === 400 || status === 404 || body === undefined;
  return new AuthError(
    isAbsent ? 'ERR_AUTH_UNAVAILABLE' : 'ERR_AUTH_RESPONSE_INVALID',
    `${url.host} has no managed identity for this program (status ${status})${quoted}`,
    { hint: 'Assign one to the resource in Azure, and check clientId, objectId or resourceId.' },
  );
}

function nobodyThere(url: URL, cause: NetworkError): AuthError {
  return new AuthError('ERR_AUTH_UNAVAILABLE', `There is no managed identity here: ${url.host} does not answer.`, {
    hint: 'A managed identity exists only inside Azure. Elsewhere use azure-cli, or client-certificate.',
    cause,
  });
}
