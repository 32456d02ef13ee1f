export { type AadstsEntry, aadsts } from './aadsts.ts';
export type { AccessToken } from './access-token.ts';
export { AuthError, type AuthErrorDetails } from './auth-error.ts';
export { type AcquireOptions, Authenticator, type AuthenticatorOptions } from './authenticator.ts';
export type { ClientSecretIdentity, Identity, PasswordIdentity } from './identity.ts';
export { type DecodedJwt, decodeJwt } from './jwt.ts';
export { resolveSecret, type SecretSource } from './secrets/resolve-secret.ts';
