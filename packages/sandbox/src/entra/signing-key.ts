import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';

/** The key of one sandbox. It is made at start, so that a token of one sandbox is worth nothing in another. */
export interface SigningKey {
  readonly jwk: JWK;
  sign(claims: JWTPayload): Promise<string>;
  /** Checks signature and times; throws when either is wrong. */
  verify(token: string): Promise<JWTPayload>;
}

export async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = `sandbox-${randomUUID()}`;
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' },
    sign: (claims) => new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey),
    verify: async (token) => (await jwtVerify(token, publicKey, { algorithms: ['RS256'] })).payload,
  };
}
