/** How Entra answers one kind of mistake. */
export interface ErrorShape {
  readonly status: 400 | 401 | 429 | 503;
  readonly error: string;
  readonly suberror?: string;
  /** The subject is what the text names: a user, a scope, a field… */
  readonly text: (subject: string) => string;
}

type Text = ErrorShape['text'];

const badRequest = (error: string) => (text: Text, suberror?: string) =>
  ({ status: 400, error, text, ...(suberror === undefined ? {} : { suberror }) }) as const;
const grant = badRequest('invalid_grant');
const request = badRequest('invalid_request');
const scope = badRequest('invalid_scope');
const resource = badRequest('invalid_resource');
const unauthorized = badRequest('unauthorized_client');
const denied = badRequest('access_denied');
const client = (text: Text) => ({ status: 401, error: 'invalid_client', text }) as const;
const busy = (status: 429 | 503, text: Text) => ({ status, error: 'temporarily_unavailable', text }) as const;

/**
 * What Entra refuses, by AADSTS number. Statuses and `error` values are those of the real token endpoint; the texts say
 * the same in other words.
 */
export const AADSTS = {
  28002: scope((value) => `The value '${value}' of 'scope' is not valid when a code is redeemed.`),
  50011: request((uri) => `The redirect URI '${uri}' is not one of those that are registered for the application.`),
  50013: grant((reason) => `The assertion is not valid: ${reason}.`),
  50020: grant((user) => `The user account ${user} of another identity provider is not in this tenant.`),
  50034: grant((user) => `The user account ${user} is not in this directory.`),
  50053: grant(() => 'The account is locked: too many attempts with a wrong user name or password.'),
  50055: grant(() => 'The password has expired.', 'user_password_expired'),
  50057: grant(() => 'The user account is disabled.'),
  50058: badRequest('login_required')(() => 'Nobody is signed in, and the request forbids to ask.'),
  50059: request(() => 'Nothing in the request says which tenant it is for. An app signs in at its own tenant.'),
  50076: grant((name) => `Multi-factor authentication is needed to reach '${name}'.`, 'basic_action'),
  50079: grant((name) => `The user must enrol in multi-factor authentication to reach '${name}'.`, 'basic_action'),
  50105: grant((app) => `The user is not assigned to a role of the application '${app}'.`),
  50126: grant(() => 'The credentials are not valid: wrong user name or password.'),
  50158: badRequest('interaction_required')(() => 'An external security challenge was not satisfied.'),
  50173: grant(() => 'The grant was revoked, or the password has changed since. Sign in again.', 'bad_token'),
  50194: request((app) => `The application '${app}' is for one tenant and may not be used on /common.`),
  53003: grant(() => 'Conditional Access policies block the issuing of a token.', 'message_only'),
  54005: grant(() => 'The authorization code was redeemed already.'),
  65001: grant(
    (app) => `Neither the user nor an administrator has consented to the application '${app}'.`,
    'consent_required',
  ),
  65004: denied(() => 'The user declined.'),
  70003: badRequest('unsupported_grant_type')((type) => `The grant type '${type}' is not supported.`),
  70008: grant((kind) => `The ${kind === '' ? 'refresh token' : kind} has expired or is not known.`),
  70011: scope((value) => `The value '${value}' of 'scope' is not valid.`),
  70016: badRequest('authorization_pending')(() => 'The user has not confirmed the device code yet. Keep polling.'),
  70018: badRequest('bad_verification_code')(() => 'The device code is not known.'),
  70019: badRequest('code_expired')(() => 'The device code has expired.'),
  70020: badRequest('expired_token')(() => 'The device code has expired. Ask for another.'),
  70021: request((app) => `No federated identity credential of the application '${app}' matches the assertion.`),
  70043: grant(() => 'The refresh token has expired by a sign-in frequency policy of Conditional Access.'),
  90002: request((tenant) => `There is no tenant '${tenant}'. Check the tenant id.`),
  90008: request(() => 'The application asks for a token for itself without consent to sign in.'),
  90009: request((app) => `The application '${app}' asks for a token for itself: that works by its client id only.`),
  90014: request((field) => `The field '${field}' is missing in the request.`),
  90033: busy(503, () => 'The service is not available for a moment.'),
  90038: request((tenant) => `The tenant '${tenant}' is in another cloud.`),
  90051: request(() => 'The delegation token names a cloud that is not valid.'),
  90055: busy(429, () => 'There were too many requests from this tenant.'),
  90072: grant((user) => `The external account ${user} is not in this tenant and cannot satisfy its policies.`),
  90090: busy(429, () => 'There were too many requests from this address.'),
  90094: denied(() => 'An administrator must consent to what the application asks for.'),
  90095: denied(() => 'An administrator must consent; the request has been handed on.'),
  240002: grant(() => 'An id token cannot be the assertion of an on-behalf-of request. Send an access token.'),
  500011: resource((name) => `The resource principal named ${name} is not in this tenant.`),
  500133: grant(() => 'The assertion is not within its valid time range.'),
  501481: grant(() => "The 'code_verifier' does not match the 'code_challenge' of the authorization request."),
  650057: resource((name) => `The resource ${name} is not among the API permissions of the application.`),
  700016: unauthorized((app) => `There is no application '${app}' in this directory.`),
  700022: scope((value) => `The scopes '${value}' belong to more than one resource.`),
  700024: client(() => 'The client assertion is not within its valid time'),
  700025: client(() => 'A public client must not present a secret or assertion.'),
  700027: client((reason) => `The client assertion is not valid: ${reason}.`),
  700082: grant(() => 'The refresh token has expired: it was not used for 90 days.'),
  700211: request((issuer) => `No federated identity credential has the issuer '${issuer}' of the assertion.`),
  700212: request((audience) => `No federated identity credential has the audience '${audience}' of the assertion.`),
  700213: request((subject) => `No federated identity credential has the subject '${subject}' of the assertion.`),
  900023: request((tenant) => `The tenant '${tenant}' is neither an id nor a domain name.`),
  900144: request((field) => `The request body must contain the parameter '${field}'.`),
  900382: request(() => 'A confidential client cannot be used in a request across clouds.'),
  900432: request(() => 'A confidential client is not supported in a request across clouds.'),
  900561: request((method) => `The endpoint takes POST only, not ${method}.`),
  901002: request(() => "The parameter 'resource' is not supported here."),
  1002012: scope((value) => `The scope '${value}' is not valid for client credentials: it must end in '/.default'.`),
  7000112: unauthorized((app) => `The application '${app}' is disabled.`),
  7000215: client(
    (app) => `The client secret is not valid. Send the value of the secret, not its id, for app '${app}'.`,
  ),
  7000218: client(() => "The request body must contain 'client_assertion' or 'client_secret'."),
  7000222: client((app) => `The client secret of app '${app}' has expired.`),
  9001023: request(() => 'This grant is not supported on /common or /consumers. Use a tenant or /organizations.'),
  9002313: request(() => 'The request is malformed or not valid.'),
} as const satisfies Record<number, ErrorShape>;

export type AadstsCode = keyof typeof AADSTS;

/** Whether the sandbox knows how Entra answers with this number. */
export function isAadstsCode(code: number): code is AadstsCode {
  return Object.hasOwn(AADSTS, code);
}
