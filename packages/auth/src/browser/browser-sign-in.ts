import { timingSafeEqual } from 'node:crypto';
import { AuthError, refusal } from '../auth-error.ts';
import { type FlowContext, type Interaction, interactionOf, throwIfCancelled } from '../sign-in-context.ts';
import { listenOnLoopback, type ResponseMode } from './loopback-listener.ts';
import { createPkce, randomText } from './pkce.ts';

/** What an authorization request carries to bind its answer to who asked. */
interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeChallenge: string;
  readonly responseMode: ResponseMode;
}

/** What is needed to redeem a code. */
export interface AuthorizationCode {
  readonly code: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
  readonly nonce: string;
}

export interface BrowserSignInOptions {
  readonly flow: string;
  readonly responseMode: ResponseMode;
  readonly port?: number | undefined;
  /** Default five minutes. */
  readonly timeoutMs?: number | undefined;
  authorizationUrl(request: AuthorizationRequest): string | Promise<string>;
}

const TIMEOUT_MS = 5 * 60_000;

/**
 * Sends a person to the authority in the system browser and waits for the code (RFC 6749 section 4.1, RFC 7636,
 * RFC 8252).
 *
 * @throws {AuthError} ERR_AUTH_INTERACTION_REQUIRED, ERR_AUTH_REFUSED, ERR_AUTH_TIMEOUT, ERR_AUTH_CANCELLED
 */
export async function signInWithBrowser(
  options: BrowserSignInOptions,
  context: FlowContext,
): Promise<AuthorizationCode> {
  const interaction = interactionOf(context, options.flow);
  const { verifier: codeVerifier, challenge: codeChallenge } = createPkce();
  context.onSecret(codeVerifier);
  // No secrets: they stand in the URL that may have to be shown.
  const [state, nonce] = [randomText(), randomText()];
  const { responseMode, port, timeoutMs = TIMEOUT_MS } = options;
  const isGood = (answer: URLSearchParams) => answer.has('code') && isSame(answer.get('state'), state);
  const { signal } = interaction;
  const listener = await listenOnLoopback({ responseMode, port, timeoutMs, signal, isGood });
  try {
    const { redirectUri } = listener;
    const url = await options.authorizationUrl({ redirectUri, state, nonce, codeChallenge, responseMode });
    throwIfCancelled(signal);
    const shown = showPage(url, interaction);
    // What opens a browser may run for as long as the browser does.
    const answer = await Promise.race([listener.answer, shown.then(() => listener.answer)]);
    const code = codeOf(answer, state, url);
    context.onSecret(code);
    return { code, codeVerifier, redirectUri, nonce };
  } finally {
    listener.close();
  }
}

async function showPage(url: string, interaction: Interaction): Promise<void> {
  try {
    if (interaction.openBrowser !== undefined) return await interaction.openBrowser(url);
  } catch {
    // A machine without a browser: the person may have one elsewhere.
  }
  interaction.showSignInUrl(url);
}

function codeOf(answer: URLSearchParams, state: string, authorizationUrl: string): string {
  if (!isSame(answer.get('state'), state)) {
    throw new AuthError('ERR_AUTH_RESPONSE_INVALID', 'The browser came back with the answer to another sign-in.', {
      hint: 'Close old sign-in pages and start again.',
    });
  }
  const error = answer.get('error');
  if (error !== null) {
    const error_description = answer.get('error_description') ?? '';
    throw refusal({ error, error_description }, new URL(authorizationUrl).host);
  }
  return answer.get('code') as string;
}

function isSame(given: string | null, expected: string): boolean {
  const [left, right] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
