import { Authenticator, decodeJwt } from '@waybill/auth';
import {
  type Environment,
  type RenderContext,
  type RequestDefinition,
  renderText,
  type VariableLayer,
  valuesLayer,
} from '@waybill/collection';
import { LocatedError, type SourceLocation } from '@waybill/errors';
import { type Cloud, clouds, type Diagnosis, diagnose, type Evidence, isTokenRefused } from '@waybill/powerbi';
import { isSensitiveField, type Redactor } from '@waybill/redaction';
import { type HttpResponse, RestClient } from '@waybill/rest';
import type { RunnerServices } from '@waybill/runner';
import packageJson from '../../package.json' with { type: 'json' };
import { IdentityTokens } from './identity-tokens.ts';
import { secretLayer } from './secret-layer.ts';

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
  const defaults = [
    ...(environment === undefined ? [] : [await secretsOf(environment, options), environment.layer]),
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
  const authenticator = new Authenticator({ authorityUrl: cloud.authorityUrl, redactor });
  const tokens = new IdentityTokens(environment, context, cloud, authenticator);
  const client = new RestClient({
    userAgent: `waybill/${packageJson.version}`,
    isTokenRefused: (response) => isTokenRefused(evidenceOf(response)),
  });
  const services: RunnerServices = {
    client,
    tokenProvider: (identity) => tokens.provider(identity),
    redactor,
    overrides,
    defaults,
    env,
    explain: (response) => (response.status < 400 ? [] : explain(response)),
  };
  return { services, tokens, cloud };
}

const NOWHERE: SourceLocation = { file: 'command line', line: 1, column: 1 };

function sandboxLayer({ sandboxUrl }: EngineOptions): readonly VariableLayer[] {
  if (sandboxUrl === undefined) return [];
  return [valuesLayer('--sandbox', { apiUrl: sandboxUrl, authorityUrl: sandboxUrl }, { templated: false })];
}

function cloudOf(environment: Environment | undefined): Cloud {
  const name = environment?.cloud ?? 'public';
  const cloud = Object.hasOwn(clouds, name) ? clouds[name] : undefined;
  if (cloud !== undefined) return cloud;
  throw new LocatedError('ERR_SCHEMA', `There is no cloud "${name}".`, environment?.locate(['cloud']) ?? NOWHERE, {
    hint: `Write one of ${Object.keys(clouds).join(', ')}.`,
  });
}

async function secretsOf(environment: Environment, { requests, env, redactor }: EngineOptions): Promise<VariableLayer> {
  const templates = requests.map(({ layers, locate: _locate, ...templatesOnly }) => [
    templatesOnly,
    layers.map((layer) => [...layer.names()].map((name) => layer.get(name))),
  ]);
  return secretLayer(environment, templates, env, redactor);
}

function evidenceOf(response: HttpResponse): Evidence {
  const { method, url } = response.sent;
  return { method, url, status: response.status, headers: response.headers, body: response.body.text() };
}

/** Why a call was refused, by what came back and by what the token that was sent says of itself. */
function explain(response: HttpResponse): readonly Diagnosis[] {
  const token = /^Bearer (.+)$/i.exec(response.sent.headers.authorization ?? '')?.[1];
  const claims = token === undefined ? undefined : decodeJwt(token)?.claims;
  return diagnose({ ...evidenceOf(response), claims });
}
