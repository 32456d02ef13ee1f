import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { Directory } from '../entra/directory.ts';
import { POWER_BI } from '../entra/resources.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import { badToken } from './refusal.ts';

/** Who calls, as the token says and the signature proves. */
export interface Caller {
  readonly kind: 'app' | 'user';
  /** What workspaces know the caller by: sign-in name of a user, object id of an app. */
  readonly identifier: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  readonly isFabricAdmin: boolean;
  readonly claims: JWTPayload;
}

/** Checks the bearer token of a request the way Power BI does, and answers its way when it is bad. */
export async function authenticateCaller(
  authorization: string | undefined,
  key: SigningKey,
  directory: Directory,
  issuer: string,
): Promise<Caller> {
  if (authorization === undefined) throw badToken();
  const token = /^Bearer (.+)$/i.exec(authorization)?.[1];
  if (token === undefined || !isWellFormed(token)) throw badToken('InvalidToken');
  const claims = await verified(token, key);
  if (claims.aud !== POWER_BI || claims.iss !== issuer || claims.tid !== directory.tenantId)
    throw badToken('TokenExpired');
  const objectId = String(claims.oid);
  const user = directory.userByObjectId(objectId);
  return {
    kind: user === undefined ? 'app' : 'user',
    identifier: user?.userPrincipalName ?? objectId,
    scopes: typeof claims.scp === 'string' ? claims.scp.split(' ') : [],
    roles: Array.isArray(claims.roles) ? claims.roles : [],
    isFabricAdmin: user?.isFabricAdmin ?? false,
    claims,
  };
}

function isWellFormed(token: string): boolean {
  try {
    decodeProtectedHeader(token);
    decodeJwt(token);
    return true;
  } catch {
    return false;
  }
}

/** Power BI calls every token it cannot verify expired. */
async function verified(token: string, key: SigningKey): Promise<JWTPayload> {
  try {
    return await key.verify(token);
  } catch {
    throw badToken('TokenExpired');
  }
}
