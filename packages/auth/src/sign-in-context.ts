import type { Dispatcher } from 'undici';
import { AuthError } from './auth-error.ts';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** What a person needs to finish a sign-in on another screen (RFC 8628 section 3.2). All of it is for showing. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresOn: Date;
  /** The authority's own sentence with code and address in it. */
  readonly message: string;
}

/** How a sign-in reaches the person in front of the screen. Without one, flows that need a person fail. */
export interface Interaction {
  /** Opens the system browser; if it is absent or fails, the URL is shown. */
  openBrowser?(url: string): Promise<void>;
  showSignInUrl(url: string): void;
  showDeviceCode(code: DeviceCode): void;
  /** Gives the sign-in up. */
  readonly signal?: AbortSignal | undefined;
}

/** Where a sign-in goes and how it gets there. */
export interface SignInContext {
  /** Origin of the authority, e.g. https://login.microsoftonline.com. */
  readonly authorityUrl: string;
  readonly dispatcher?: Dispatcher | undefined;
  /** Environment variables, for flows whose platform speaks through them. Default none. */
  readonly env?: EnvironmentVariables | undefined;
  readonly interaction?: Interaction | undefined;
}

/** What a flow works with, for one acquisition. */
export interface FlowContext extends SignInContext {
  /** Claims the token must satisfy (OpenID Connect Core section 5.5), from a claims challenge. */
  readonly claims?: string | undefined;
  /** Why a silent sign-in was not enough. */
  readonly reason?: AuthError | undefined;
  /** Must hear of every secret that comes up on the way, before it is used. */
  onSecret(secret: string): void;
}

/**
 * The person a flow can turn to.
 *
 * @throws {AuthError} ERR_AUTH_INTERACTION_REQUIRED
 */
export function interactionOf(context: FlowContext, flow: string): Interaction {
  if (context.interaction !== undefined) {
    throwIfCancelled(context.interaction.signal);
    return context.interaction;
  }
  const why = context.reason === undefined ? '' : ` ${context.reason.message}`;
  throw new AuthError(
    'ERR_AUTH_INTERACTION_REQUIRED',
    `The flow ${flow} needs a person, and nobody can be asked here.${why}`,
    {
      hint: 'Sign in once where there is a terminal, or use client-secret, client-certificate or workload-federation.',
      cause: context.reason,
    },
  );
}

/** @throws {AuthError} ERR_AUTH_CANCELLED */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}

export function cancelled(): AuthError {
  return new AuthError('ERR_AUTH_CANCELLED', 'The sign-in was cancelled.', { hint: 'Start it again when ready.' });
}

/** Claims can only be met by who issues the token. */
export function refuseClaims(context: FlowContext, flow: string, hint: string): void {
  if (context.claims === undefined) return;
  throw new AuthError(
    'ERR_AUTH_INTERACTION_REQUIRED',
    `The API asks for a token with further claims, which the flow ${flow} cannot ask for.`,
    { hint, details: { claims: context.claims } },
  );
}
