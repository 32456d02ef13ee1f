import type { Flow } from '../flow.ts';
import { refreshWithMsal } from '../msal.ts';

/** A user who signed in elsewhere and left a refresh token (RFC 6749 section 6). */
export interface RefreshTokenIdentity {
  readonly flow: 'refresh-token';
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly refreshToken: string;
  readonly scope: string;
}

export const refreshToken: Flow<RefreshTokenIdentity> = {
  secrets: ['clientSecret', 'refreshToken'],
  signIn: (identity, context) => refreshWithMsal(identity, identity.refreshToken, context),
  // The token it was exchanged for comes first: the given one may be good for one use only.
  refresh: refreshWithMsal,
};
