/** Headers whose whole value is a credential (RFC 9110, RFC 6265, the managed-identity endpoint, API gateways). */
const SENSITIVE_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-identity-header',
  'x-api-key',
  'api-key',
  'ocp-apim-subscription-key',
]);

/** Whether a header's value must never be shown; names are case-insensitive. */
export function isSensitiveHeader(name: string): boolean {
  return SENSITIVE_HEADERS.has(name.toLowerCase());
}

/** OAuth 2.0 parameters and token-response fields that are credentials, without separators and in lower case. */
const SENSITIVE_FIELDS: ReadonlySet<string> = new Set([
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'clientsecret',
  'clientassertion',
  'assertion',
  'codeverifier',
  'devicecode',
  'password',
  'passphrase',
]);

/** Whether a field of a form or JSON body holds a credential: `access_token`, `clientSecret`, `password`… */
export function isSensitiveField(name: string): boolean {
  return SENSITIVE_FIELDS.has(name.toLowerCase().replace(/[_-]/g, ''));
}

const FIELD =
  '(?:access|refresh|id)[_-]?token|client[_-]?secret|(?:client[_-]?)?assertion|code[_-]?verifier|device[_-]?code|password|passphrase';

/**
 * What is a credential by its shape or its name alone, known or not. Each pattern keeps what its first group matched
 * and hides the rest.
 */
export const SENSITIVE_SHAPES: readonly RegExp[] = [
  // Compact JWS and JWE: base64url of `{"` and dot-separated parts.
  /()eyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g,
  /(\b(?:Bearer|Basic|EmbedToken)\s+)[\w.~+/-]{20,}=*/gi,
  // "name":"value", also inside a string that was itself JSON-escaped: it ends at a quote with as many backslashes.
  new RegExp(`((\\\\*)"(?:${FIELD})\\2"\\s*:\\s*\\2")(?:(?!(?<!\\\\)\\2")[^])+`, 'gi'),
  // An embed token travels in a field with a plain name; only its length tells.
  /("token"\s*:\s*")[^"\\]{40,}/gi,
  new RegExp(`((?:^|[?&\\s"'>;])(?:${FIELD})=)[^&\\s"'<]+`, 'gim'),
  // An authorization code or a SAS signature in a URL; short `code=` values are error numbers.
  /([?&]code=)[^&\s"'<]{20,}/gi,
  /([?&](?:amp;)?sig=)[^&\s"'<]+/gi,
  /(\b(?:AccountKey|SharedAccessKey)=)[^;\s"']+/gi,
];

/** Every shape above has one of these in it; most texts have none, and one look is cheaper than eight. */
export const SENSITIVE_HINT =
  /eyJ|bearer|basic|token|secret|assertion|verifier|device|pass(?:word|phrase)|code=|sig=|accountkey|sharedaccesskey/i;
