import type { JWTPayload } from 'jose';
import type { Faults } from '../admin/faults.ts';
import { parseClaims } from '../entra/requested-claims.ts';
import type { Caller } from './caller.ts';
import { badToken, coded, PowerBiRefusal } from './refusal.ts';

/** An authentication context, as Conditional Access asks for one when a user does something delicate. */
const STEP_UP = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c1' } } });

/** Faults that strike before anybody looks who calls. */
export function failAtTheDoor(faults: Faults, method: string, path: string): void {
  if (faults.hit('server-error', path)) throw new PowerBiRefusal(500, { body: 'An error has occurred' });
  const throttled = faults.hit('throttled', path);
  if (throttled !== undefined) throw tooManyRequests(throttled.retryAfterSeconds ?? 30);
  const isMeant = (options: { method?: string }) => (options.method ?? method).toUpperCase() === method;
  const refusal = faults.hit('power-bi-refusal', path, isMeant);
  if (refusal !== undefined) {
    const { status = 401, code, errorInfo, body } = refusal;
    const options = { ...(body === undefined ? {} : { body }), ...(errorInfo === undefined ? {} : { errorInfo }) };
    throw code === undefined ? new PowerBiRefusal(status, options) : coded(status, code, options);
  }
}

/** Faults that strike a good token. */
export function failToken(faults: Faults, path: string, claims: JWTPayload, authorizationUri: string): void {
  if (faults.hit('token-expired', path)) throw badToken('TokenExpired');
  const isLacking = (options: { claims?: string }) => !satisfies(claims, options.claims ?? STEP_UP);
  const challenge = faults.hit('insufficient-claims', path, isLacking);
  if (challenge === undefined) return;
  const encoded = Buffer.from(challenge.claims ?? STEP_UP).toString('base64');
  const header = `Bearer realm="", authorization_uri="${authorizationUri}", error="insufficient_claims", claims="${encoded}"`;
  throw new PowerBiRefusal(401, { headers: { 'www-authenticate': header } });
}

/** Faults that strike a caller who may do what it wants. */
export function failCall(faults: Faults, path: string, caller: Caller): void {
  if (caller.kind === 'user' && faults.hit('not-licensed', path)) throw coded(401, 'PowerBINotLicensedException');
  const isInWorkspace = /\/groups\/[^/]+\/./.test(path);
  if (isInWorkspace && faults.hit('capacity-not-active', path)) throw coded(400, 'CapacityNotActive');
}

function tooManyRequests(seconds: number): PowerBiRefusal {
  // Word for word: clients look for the number in it.
  const message = `You have exceeded the amount of requests allowed in the current time frame and further requests will fail. Retry in ${seconds} seconds.`;
  return new PowerBiRefusal(429, { body: { message }, headers: { 'retry-after': String(seconds) } });
}

/** Whether a token has what a challenge asks for. */
function satisfies(token: JWTPayload, challenge: string): boolean {
  return Object.entries(parseClaims(challenge)).every(([name, wanted]) => {
    if (name === 'nbf') return Number(token.nbf) >= Number(wanted[0]);
    const has = [token[name]].flat().map((value) => String(value).toLowerCase());
    return token[name] !== undefined && wanted.every((value) => has.includes(value));
  });
}
