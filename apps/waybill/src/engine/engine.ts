import { Authenticator, decodeJwt, type Interaction, type TokenStore } from '@waybill/auth';
import {
  type Environment,
  type RenderContext,
  type RequestDefinition,
  renderText,
  type VariableLayer,
  valuesLayer,
} from '@waybill/collection';
import {
  type Cloud,
  credentialShape,
  type Diagnosis,
  diagnose,
  type Evidence,
  findOperation,
  isTokenRefused,
  readRefusal,
} from '@waybill/powerbi';
import { isSensitiveField, type Redactor } from '@waybill/redaction';
import { type HttpResponse, RestClient, type TokenDemand } from '@waybill/rest';
import type { FileAccess, RunnerServices } from '@waybill/runner';
import packageJson from '../../package.json' with { type: 'json' };
import { cloudOf, NOWHERE } from './cloud-of.ts';
import { openConnections } from './connections.ts';
import { hideCookie } from './cookie-secrets.ts';
import { DOWNLOADS } from './downloads.ts';
import { IdentityTokens } from './identity-tokens.ts';
import { RateLimiters } from './rate-limits.ts';
import { SecretLayer } from './secret-layer.ts';

/** What the program knows before anything runs. */
export interface EngineOptions {
  readonly environment: Environment | undefined;
  /** `--var`, above everything. */
  readonly variables: Readonly<Record<string, string>>;
  /** Origin of a sandbox that was started for this run. */
  readonly sandboxUrl?: string | undefined;
  /** What is going to run: only its secrets are fetched. */
  readonly requests: readonly RequestDefinition[];
  readonly redactor: Redactor;
  readonly env: NodeJS.ProcessEnv;
  /** Who can be asked; without, flows that need a person fail. */
  readonly interaction?: Interaction | undefined;
  /** Asks for a secret without showing it. */
  readonly prompt?: ((label: string) => Promise<string>) | undefined;
  /** Where requests may read and write files; commands that send none leave it out. */
  readonly files?: FileAccess | undefined;
  /** Whether an environment may name programs to be run for its secrets. */
  readonly allowCommands?: boolean | undefined;
  /** Those of one command hold for all its collections. */
  readonly rateLimiters?: RateLimiters | undefined;
  /** Keeps tokens between runs. */
  readonly tokenStore?: TokenStore | undefined;
}

/** Everything below the commands, wired: the terminal UI and `waybill run` both sit on it. */
export interface Engine {
  readonly services: RunnerServices;
  readonly tokens: IdentityTokens;
  readonly cloud: Cloud;
}

/** Wires environment, secrets, identities, HTTP and Power BI knowledge together. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { environment, redactor, env } = options;
  for (const [name, value] of Object.entries(options.variables)) if (isSensitiveField(name)) redactor.add(value);
  const overrides = [valuesLayer('command line', options.variables, { templated: false }), ...sandboxLayer(options)];
  const known = cloudOf(environment);
  const secrets = environment && new SecretLayer(environment, redactor);
  const defaults = [
    ...(environment === undefined || secrets === undefined ? [] : [secrets, environment.layer]),
    valuesLayer(`cloud ${known.name}`, {
      apiUrl: known.apiUrl,
      authorityUrl: known.authorityUrl,
      resource: known.resource,
    }),
  ];
  const context: RenderContext = {
    layers: [...overrides, ...defaults],
    env,
    now: () => new Date(),
    onSecret: (value) => redactor.add(value),
  };
  const location = environment?.locate(['variables']) ?? NOWHERE;
  // Where tokens come from and go to is never for a collection to say.
  const cloud: Cloud = {
    ...known,
    apiUrl: renderText('{{ apiUrl }}', context, location),
    authorityUrl: renderText('{{ authorityUrl }}', context, location),
  };
  const connections = await openConnections(environment, context, env);
  const { dispatcher } = connections;
  const { interaction, prompt, allowCommands, tokenStore: store } = options;
  const authenticator = new Authenticator({
    authorityUrl: cloud.authorityUrl,
    redactor,
    dispatcher,
    env,
    interaction,
    store,
  });
  const tokens = new IdentityTokens(environment, context, cloud, authenticator);
  await secrets?.fetch(options.requests.map(templatesOf), {
    env,
    prompt,
    allowCommands,
    dispatcher,
    acquireToken: (identity, scope) => tokens.acquireForScope(identity, scope),
    keyVaultSuffix: cloud.keyVaultSuffix,
    ...(cloud.name === 'sandbox' ? { keyVaultUrl: (vault: string) => `${cloud.apiUrl}/keyvault/${vault}` } : {}),
  });
  await connections.loadClientCertificates();
  const client = new RestClient({
    dispatcher,
    userAgent: `waybill/${packageJson.version}`,
    demandedToken,
    onCookie: (value) => hideCookie(value, redactor),
  });
  const services: RunnerServices = {
    client,
    tokenProvider: (identity) => tokens.provider(identity),
    rateLimiter: (options.rateLimiters ?? new RateLimiters()).of(environment, cloud),
    redactor,
    overrides,
    defaults,
    env,
    files: options.files ?? { root: '.', allowOutside: false, downloads: DOWNLOADS },
    explain: (response) => explain(response, cloud),
  };
  return { services, tokens, cloud };
}

function sandboxLayer({ sandboxUrl }: EngineOptions): readonly VariableLayer[] {
  if (sandboxUrl === undefined) return [];
  return [valuesLayer('--sandbox', { apiUrl: sandboxUrl, authorityUrl: sandboxUrl }, { templated: false })];
}

/** Everything in a request that may hold a template. */
function templatesOf({ layers, locate: _locate, ...templates }: RequestDefinition): unknown {
  return [templates, layers.map((layer) => [...layer.names()].map((name) => layer.get(name)))];
}

function evidenceOf(response: HttpResponse): Evidence {
  const { method, url } = response.sent;
  return { method, url, status: response.status, headers: response.headers, body: response.body.text() };
}

/** A token that was just issued is not helped by another one. */
const FRESH_MS = 60_000;

/** What the service wants of another token: any, if this one expired or is old enough to be stale, or one with more in it. */
function demandedToken(response: HttpResponse): TokenDemand | undefined {
  if (response.status !== 401 && response.status !== 403) return undefined;
  const evidence = evidenceOf(response);
  if (isTokenRefused(evidence)) return {};
  const { challenge } = readRefusal(evidence);
  if (challenge !== undefined) return challenge.claims === undefined ? undefined : { claims: challenge.claims };
  const issuedAt = claimsOf(response)?.iat;
  const isFresh = typeof issuedAt === 'number' && Date.now() - issuedAt * 1000 < FRESH_MS;
  return response.status === 401 && !isFresh ? {} : undefined;
}

/** Claims of the token that was sent, unverified. */
function claimsOf(response: HttpResponse) {
  const token = /^Bearer (.+)$/i.exec(response.sent.headers.authorization ?? '')?.[1];
  return token === undefined ? undefined : decodeJwt(token)?.claims;
}

/** Why a call was refused, by what came back, by the operation, and by what the token that was sent says of itself. */
async function explain(response: HttpResponse, cloud: Cloud): Promise<readonly Diagnosis[]> {
  if (response.status < 400) return [];
  const evidence = evidenceOf(response);
  const match = await findOperation(evidence.method, evidence.url);
  return diagnose({
    ...evidence,
    cloud,
    claims: claimsOf(response),
    credential: response.isRedacted ? undefined : credentialShape(response.sent.headers.authorization),
    operation: match?.operation,
  });
}
