/** A decoded JWT (RFC 7519). Its signature was not checked: the claims are what the token says of itself. */
export interface DecodedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Decodes a compact JWS without verifying it; `undefined` if it is none, as opaque and encrypted tokens are. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const [header, claims, signature, ...rest] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) return undefined;
  const decoded = [header, claims].map(decodePart);
  if (decoded[0] === undefined || decoded[1] === undefined) return undefined;
  return { header: decoded[0], claims: decoded[1] };
}

function decodePart(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
