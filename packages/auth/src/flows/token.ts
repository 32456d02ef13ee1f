import { AuthError } from '../auth-error.ts';
import type { Flow } from '../flow.ts';
import { type FlowContext, refuseClaims } from '../sign-in-context.ts';
import { readTokenResponse } from '../token-response.ts';
import type { StoredTokens } from '../token-store.ts';

/** An access token that somebody pasted. */
export interface TokenIdentity {
  readonly flow: 'token';
  readonly token: string;
}

export const token: Flow<TokenIdentity> = { secrets: ['token'], isKeptElsewhere: true, signIn };

const PASTE = 'Paste a new access token, as `az account get-access-token --query accessToken -o tsv` prints it.';

async function signIn(identity: TokenIdentity, context: FlowContext): Promise<StoredTokens> {
  refuseClaims(context, 'token', 'Get a token that satisfies them and paste that.');
  const value = trimToken(identity.token);
  context.onSecret(value);
  if (value === '' || /\s/.test(value)) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', 'The pasted token is no bearer token.', { hint: PASTE });
  }
  if (value.startsWith('H4sI')) {
    throw new AuthError('ERR_AUTH_CONFIGURATION', 'The pasted token is an embed token, which no REST API takes.', {
      hint: PASTE,
    });
  }
  const tokens = readTokenResponse({ access_token: value }, { flow: 'token' }, 'Whoever pasted');
  const { expiresOn } = tokens.accessToken;
  if (expiresOn.getTime() <= Date.now()) {
    throw new AuthError('ERR_AUTH_REFUSED', `The pasted token expired at ${expiresOn.toISOString()}.`, { hint: PASTE });
  }
  return tokens;
}

/** Takes off what copying leaves around a token: quotes, line breaks and the scheme. */
function trimToken(pasted: string): string {
  return pasted
    .replace(/\s*[\r\n]\s*/g, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/^Bearer\s+/i, '')
    .trim();
}
