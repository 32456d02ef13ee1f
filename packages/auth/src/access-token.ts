import type { FlowName } from './identity.ts';

/** A bearer token and what the sign-in said of it. `token` is a secret; the rest may be shown. */
export interface AccessToken {
  readonly token: string;
  readonly acquiredOn: Date;
  readonly expiresOn: Date;
  /** Scopes the authority says it granted; for an app the `.default` it asked for. */
  readonly scopes: readonly string[];
  readonly flow: FlowName;
  /** Absent where the token does not tell. */
  readonly tenantId?: string | undefined;
  /** Absent where the token does not tell. */
  readonly clientId?: string | undefined;
  /** The user's sign-in name; absent for an app that signed in as itself. */
  readonly account?: string | undefined;
  /** The flow that `default` found to work. */
  readonly via?: FlowName | undefined;
  /** Why `default` did not use the flows before that one. */
  readonly passedOver?: readonly string[] | undefined;
}
