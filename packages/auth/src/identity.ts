/** What every identity needs: who signs in, and for what. */
interface IdentityBase {
  /** Directory (tenant) id or a verified domain. */
  readonly tenantId: string;
  /** Application (client) id of the app registration. */
  readonly clientId: string;
}

/** An app that signs in as itself (OAuth 2.0 client credentials, RFC 6749 section 4.4). */
export interface ClientSecretIdentity extends IdentityBase {
  readonly flow: 'client-secret';
  readonly clientSecret: string;
  /** `<resource>/.default`: the only form Entra takes here. */
  readonly scope: string;
}

interface PasswordIdentityBase extends IdentityBase {
  readonly flow: 'password';
  readonly username: string;
  readonly password: string;
  /** Only when the app registration is a confidential client. */
  readonly clientSecret?: string | undefined;
}

/**
 * A user with a password (ROPC, RFC 6749 section 4.3). It cannot satisfy MFA and Microsoft advises against it; the v1
 * endpoint takes a `resource`, v2 a `scope`.
 */
export type PasswordIdentity =
  | (PasswordIdentityBase & { readonly endpoint: 'v1'; readonly resource: string })
  | (PasswordIdentityBase & { readonly endpoint: 'v2'; readonly scope: string });

/** Everything Waybill can sign in as, told apart by `flow`. */
export type Identity = ClientSecretIdentity | PasswordIdentity;

/** The user an identity stands for; an app that signs in as itself has none. */
export function accountOf(identity: Identity): string | undefined {
  return identity.flow === 'password' ? identity.username : undefined;
}

/** What the token is asked for, as the endpoint wants it: scopes, or the v1 resource. */
export function scopesOf(identity: Identity): readonly string[] {
  if (identity.flow === 'password' && identity.endpoint === 'v1') return [`${identity.resource}/.default`];
  return identity.scope.split(/\s+/).filter((scope) => scope !== '');
}

/** The secret parts of an identity. */
export function credentialsOf(identity: Identity): readonly string[] {
  const credentials =
    identity.flow === 'password' ? [identity.password, identity.clientSecret] : [identity.clientSecret];
  return credentials.filter((credential) => credential !== undefined);
}
