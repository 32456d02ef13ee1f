import type { Identity } from './identity.ts';

/** A bearer token and what the sign-in said of it. `token` is a secret; the rest may be shown. */
export interface AccessToken {
  readonly token: string;
  readonly acquiredOn: Date;
  readonly expiresOn: Date;
  /** Scopes Entra says it granted; for an app the `.default` it asked for. */
  readonly scopes: readonly string[];
  readonly flow: Identity['flow'];
  readonly tenantId: string;
  readonly clientId: string;
  /** The user's sign-in name; absent for an app that signed in as itself. */
  readonly account?: string | undefined;
}
