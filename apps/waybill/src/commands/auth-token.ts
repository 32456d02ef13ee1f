import { type AccessToken, decodeJwt } from '@waybill/auth';
import { isAppOnly, rolesOfClaims, scopesOfClaims } from '@waybill/powerbi';
import { escapeControls } from '@waybill/runner';
import { type EnvironmentOptions, openEnvironment } from '../engine/open-environment.ts';
import { PASSWORD_WARNING } from '../engine/password-warning.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export interface AuthTokenCommandOptions extends EnvironmentOptions {
  readonly identity: string;
  readonly json?: boolean;
  readonly raw?: boolean;
}

/** `waybill auth token`: signs in and shows what the token says; the token itself only when asked for. */
export async function authTokenCommand(options: AuthTokenCommandOptions, output: Output): Promise<number> {
  const { engine } = await openEnvironment(options, output);
  const token = await engine.tokens.acquire(options.identity);
  if (token.flow === 'password') output.note(output.style('yellow', PASSWORD_WARNING));
  if (options.raw) output.writeUnredacted(`${token.token}\n`);
  else if (options.json) output.line(JSON.stringify(describe(options.identity, token), null, 2));
  else printToken(options.identity, token, output);
  return EXIT.passed;
}

function describe(identity: string, token: AccessToken) {
  const { flow, via, passedOver, tenantId, clientId, account, scopes, expiresOn } = token;
  const claims = decodeJwt(token.token)?.claims;
  return {
    identity,
    flow,
    via,
    passedOver,
    tenantId,
    clientId,
    account,
    scopes,
    expiresOn: expiresOn.toISOString(),
    claims,
  };
}

function printToken(identity: string, token: AccessToken, output: Output): void {
  const claims = decodeJwt(token.token)?.claims;
  const minutes = Math.round((token.expiresOn.getTime() - Date.now()) / 60_000);
  const rows: [string, string | undefined][] = [
    ['identity', `${identity} (${token.flow})`],
    ['via', token.via],
    ...(token.passedOver ?? []).map((reason): [string, string] => ['not', reason]),
    ['account', token.account ?? 'none: the app itself'],
    ['tenant', token.tenantId],
    ['client', token.clientId],
    ['expires', `${token.expiresOn.toISOString()} (in ${minutes} min)`],
  ];
  if (claims === undefined) {
    rows.push(['claims', 'none: the token is opaque']);
  } else {
    const appOnly = isAppOnly(claims);
    const granted = appOnly ? rolesOfClaims(claims) : scopesOfClaims(claims);
    rows.push(['kind', appOnly ? 'app-only' : 'delegated: on behalf of a user']);
    rows.push(['audience', text(claims.aud)], ['issuer', text(claims.iss)], ['version', text(claims.ver)]);
    rows.push([appOnly ? 'roles' : 'scopes', granted.length === 0 ? 'none' : granted.join(' ')]);
  }
  for (const [name, value] of rows) {
    if (value !== undefined) output.line(`${output.style('dim', name.padEnd(9))} ${escapeControls(value)}`);
  }
  if (claims !== undefined) {
    output.line();
    output.line(output.style('dim', 'claims, as the token states them (its signature was not checked)'));
    for (const line of JSON.stringify(claims, null, 2).split('\n')) output.line(escapeControls(line));
  }
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
