/** What an `Authorization` header looks like. Knowing the shape is enough: the token itself stays where it is. */
export type CredentialShape =
  | 'none'
  | 'jwt'
  /** A bearer token that is not a JWT. */
  | 'opaque'
  /** A token for embedding, which is for the browser and not for the REST API. */
  | 'embed-token'
  | 'quoted'
  | 'line-break'
  /** No `Bearer` in front, or some other scheme. */
  | 'no-bearer'
  | 'bearer-twice';

/** Tells what an `Authorization` header looks like. */
export function credentialShape(authorization: string | undefined): CredentialShape {
  if (authorization === undefined || authorization.trim() === '') return 'none';
  if (/^EmbedToken\s/i.test(authorization)) return 'embed-token';
  const token = /^Bearer[ \t]+(.*)$/is.exec(authorization)?.[1];
  if (token === undefined) return 'no-bearer';
  if (/[\r\n]|\\[rn]/.test(token)) return 'line-break';
  if (/["'\u201c\u201d]|%22/.test(token)) return 'quoted';
  if (/^Bearer\b/i.test(token)) return 'bearer-twice';
  // Embed tokens are compressed by gzip and written in base64, and all of that begins with the same letters.
  if (token.startsWith('H4sI')) return 'embed-token';
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token) ? 'jwt' : 'opaque';
}
