import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { decodeJwt } from '@waybill/auth';
import { WaybillError } from '@waybill/errors';
import {
  type Cloud,
  explainToken,
  findOperation,
  type Operation,
  searchOperations,
  type TokenExplanation,
} from '@waybill/powerbi';
import { escapeControls } from '@waybill/runner';
import { type EnvironmentOptions, openEnvironment } from '../engine/open-environment.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { hiddenPrompt } from '../platform/hidden-prompt.ts';

export interface AuthExplainCommandOptions extends Omit<EnvironmentOptions, 'env'> {
  readonly env?: string;
  readonly identity?: string;
  readonly file?: string;
  readonly operation?: string;
  readonly json?: boolean;
}

/** A token, and the cloud it is meant for if that is known. */
interface Subject {
  readonly token: string;
  readonly cloud?: Cloud;
}

/** `waybill auth explain`: what a token is, and what would go wrong with it. A token from outside is sent nowhere. */
export async function authExplainCommand(options: AuthExplainCommandOptions, output: Output): Promise<number> {
  const { token, cloud } = await subjectOf(options, output);
  output.redactor.add(token);
  const decoded = decodeJwt(token);
  if (decoded === undefined) {
    throw new WaybillError('ERR_USAGE', 'This is no JWT: nothing can be read from it.', {
      hint: 'An Entra access token has three parts and begins with eyJ. An embed token or a secret does not.',
    });
  }
  const operation = options.operation === undefined ? undefined : await operationOf(options.operation);
  const explanation = explainToken(decoded.claims, { operation, cloud });
  if (options.json) output.line(JSON.stringify({ ...explanation, operation, claims: decoded.claims }, null, 2));
  else print(explanation, operation, output);
  return explanation.findings.some(({ certainty }) => certainty === 'certain') ? EXIT.expectation : EXIT.passed;
}

async function subjectOf(options: AuthExplainCommandOptions, output: Output): Promise<Subject> {
  if (options.env !== undefined && options.identity !== undefined) {
    const { engine } = await openEnvironment({ ...options, env: options.env }, output);
    return { token: (await engine.tokens.acquire(options.identity)).token, cloud: engine.cloud };
  }
  if (options.file !== undefined) return { token: clean(await readFile(options.file, 'utf8')) };
  if (process.stdin.isTTY) return { token: clean(await hiddenPrompt('Token')) };
  return { token: clean(await readAll(process.stdin)) };
}

/** People paste a whole header, quotes included. */
function clean(text: string): string {
  return text
    .trim()
    .replace(/^(?:Authorization:\s*)?Bearer\s+/i, '')
    .replace(/^["']|["']$/g, '');
}

/** An operation by `GET /groups`, by its id, or by words. */
async function operationOf(text: string): Promise<Operation> {
  const [, method, path] = /^([A-Za-z]+)\s+(\S+)$/.exec(text.trim()) ?? [];
  const match =
    method === undefined || path === undefined ? undefined : await findOperation(method.toUpperCase(), path);
  if (match !== undefined) return match.operation;
  const found = await searchOperations(text);
  const exact = found.find(({ id }) => id.toLowerCase() === text.trim().toLowerCase());
  const only = exact ?? (found.length === 1 ? found[0] : undefined);
  if (only !== undefined) return only;
  throw new WaybillError(
    'ERR_USAGE',
    `"${text}" is ${found.length === 0 ? 'no' : 'more than one'} operation of Power BI.`,
    {
      hint:
        found.length === 0
          ? 'Write it like "GET /groups", or as an operation id.'
          : `It may be ${found
              .slice(0, 5)
              .map(({ id }) => id)
              .join(', ')}.`,
    },
  );
}

function print({ summary, findings }: TokenExplanation, operation: Operation | undefined, output: Output): void {
  const { kind, audience, audienceName, principal, tenantId, scopes, roles, expiresOn, version } = summary;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['kind', kind],
    ['for', audience === undefined ? audienceName : `${audienceName} (${audience})`],
    ['principal', principal],
    ['tenant', tenantId],
    ['scopes', scopes.length === 0 ? undefined : scopes.join(' ')],
    ['roles', roles.length === 0 ? undefined : roles.join(' ')],
    ['expires', expiresOn === undefined ? undefined : countdown(expiresOn)],
    ['version', version],
    ['operation', operation && `${operation.method} ${operation.path} (${operation.id})`],
  ];
  for (const [name, value] of rows)
    if (value !== undefined) output.line(`${output.style('dim', name.padEnd(10))}${escapeControls(value)}`);
  output.line();
  if (findings.length === 0)
    output.line(`${output.style('green', '✔')} Nothing speaks against it. The signature was not checked.`);
  for (const { certainty, cause, remedy, docs } of findings) {
    output.line(`${output.style('yellow', 'why')}  ${escapeControls(cause)} ${output.style('dim', `(${certainty})`)}`);
    output.line(`${output.style('yellow', 'do')}   ${escapeControls(remedy)}`);
    if (docs !== undefined) output.line(output.style('dim', `     ${docs}`));
  }
}

function countdown(expiresOn: Date): string {
  const minutes = Math.round((expiresOn.getTime() - Date.now()) / 60_000);
  return `${expiresOn.toISOString()} (${minutes > 0 ? `in ${minutes} min` : `${-minutes} min ago`})`;
}
