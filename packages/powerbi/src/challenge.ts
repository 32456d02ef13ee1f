/** A service that wants a new token with more in it: continuous access evaluation, or Conditional Access. */
export interface ClaimsChallenge {
  /** JSON, decoded; to be sent to Entra as `claims` as it is. Absent if the service sent none that can be read. */
  readonly claims: string | undefined;
  readonly authorizationUri: string | undefined;
}

/** Reads `WWW-Authenticate: Bearer error="insufficient_claims", claims="<base64>"`. */
export function readChallenge(header: string): ClaimsChallenge | undefined {
  const parameters = new Map(
    [...header.matchAll(/(\w+)="?([^",]*)"?/g)].map(([, name = '', value = '']) => [name, value]),
  );
  if (parameters.get('error') !== 'insufficient_claims') return undefined;
  return { claims: decode(parameters.get('claims') ?? ''), authorizationUri: parameters.get('authorization_uri') };
}

function decode(base64: string): string | undefined {
  // Node reads both alphabets of base64.
  const text = Buffer.from(base64, 'base64').toString('utf8');
  try {
    return typeof JSON.parse(text) === 'object' ? text : undefined;
  } catch {
    return undefined;
  }
}
