import { readFile } from 'node:fs/promises';
import { AuthError } from '../auth-error.ts';
import { type JsonAnswer, type JsonRequest, requestJson } from '../json-request.ts';
import { parseSecureUrl } from '../secure-url.ts';
import type { FlowContext } from '../sign-in-context.ts';

/** Where the assertion of a workload comes from. */
interface AssertionSourceOptions {
  readonly tokenFile?: string | undefined;
  readonly audience?: string | undefined;
  readonly serviceConnectionId?: string | undefined;
}

type AssertionSource = (options: AssertionSourceOptions, context: FlowContext) => Promise<string>;

/** What Entra expects in `aud` of an assertion. */
const AUDIENCE = 'api://AzureADTokenExchange';

/** A projected token, such as Kubernetes puts beside a pod. */
const fromFile: AssertionSource = async ({ tokenFile }, { env }) => {
  const file = tokenFile ?? env?.AZURE_FEDERATED_TOKEN_FILE;
  if (!file) {
    throw unavailable('The identity has no tokenFile and AZURE_FEDERATED_TOKEN_FILE is not set', 'Set one of them.');
  }
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    throw unavailable(`The token file ${file} cannot be read`, 'Check that the platform puts it there.', cause);
  }
};

/** GitHub Actions: https://docs.github.com/actions/reference/security/oidc */
const fromGithub: AssertionSource = async ({ audience = AUDIENCE }, context) => {
  const [address, token] = variables(context, 'ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', {
    what: 'This is no GitHub Actions job that may have an identity',
    hint: 'Give the job `permissions: { id-token: write }`.',
  });
  const url = parseSecureUrl(address, 'ACTIONS_ID_TOKEN_REQUEST_URL');
  url.searchParams.set('audience', audience);
  return assertionIn('value', url, { headers: { authorization: `Bearer ${token}` } }, context);
};

/** Azure Pipelines: https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create */
const fromAzurePipelines: AssertionSource = async ({ serviceConnectionId }, context) => {
  const [address, token] = variables(context, 'SYSTEM_OIDCREQUESTURI', 'SYSTEM_ACCESSTOKEN', {
    what: 'This is no Azure Pipelines step that may have an identity',
    hint: 'Map the token into the step: `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`.',
  });
  const connection = serviceConnectionId ?? context.env?.AZURESUBSCRIPTION_SERVICE_CONNECTION_ID;
  if (!connection) {
    throw unavailable(
      'The identity has no serviceConnectionId',
      'Add the id of the Azure Resource Manager connection.',
    );
  }
  const url = parseSecureUrl(address, 'SYSTEM_OIDCREQUESTURI');
  url.searchParams.set('api-version', '7.1');
  url.searchParams.set('serviceConnectionId', connection);
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    // Else a token that is refused is answered with a page to sign in.
    'x-tfs-fedauthredirect': 'Suppress',
  };
  return assertionIn('oidcToken', url, { method: 'POST', headers }, context);
};

/** Where an assertion may come from, by `source`. */
export const ASSERTION_SOURCES = {
  file: fromFile,
  github: fromGithub,
  'azure-pipelines': fromAzurePipelines,
} as const satisfies Record<string, AssertionSource>;

function variables(
  { env, onSecret }: FlowContext,
  urlName: string,
  tokenName: string,
  { what, hint }: { readonly what: string; readonly hint: string },
): readonly [string, string] {
  const [url, token] = [env?.[urlName], env?.[tokenName]];
  if (!url || !token) throw unavailable(`${what}: ${url ? tokenName : urlName} is not set`, hint);
  onSecret(token);
  return [url, token];
}

async function assertionIn(
  field: string,
  url: URL,
  request: JsonRequest,
  { dispatcher, interaction }: FlowContext,
): Promise<string> {
  const answer = await requestJson(url.href, { ...request, dispatcher, signal: interaction?.signal });
  const assertion = answer.body?.[field];
  if (answer.status < 300 && typeof assertion === 'string') return assertion;
  throw refused(answer, url);
}

function refused({ status, body }: JsonAnswer, url: URL): AuthError {
  const said = typeof body?.message === 'string' ? ` ${body.message}` : '';
  return new AuthError('ERR_AUTH_REFUSED', `${url.host} gave no identity token (status ${status}).${said}`, {
    hint: 'Check the permissions of the job, and for Azure Pipelines the service connection.',
  });
}

function unavailable(problem: string, hint: string, cause?: unknown): AuthError {
  return new AuthError('ERR_AUTH_UNAVAILABLE', `${problem}.`, { hint, cause });
}
