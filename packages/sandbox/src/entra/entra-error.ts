/** How Entra answers one kind of mistake. */
interface ErrorShape {
  readonly status: 400 | 401;
  readonly error: string;
  readonly suberror?: string;
  readonly text: (subject: string) => string;
}

/**
 * What Entra refuses, by AADSTS number. Statuses and `error` values are those of the real token endpoint; the texts say
 * the same in other words.
 */
const SHAPES = {
  50034: { status: 400, error: 'invalid_grant', text: (user) => `The user account ${user} is not in this directory.` },
  50059: {
    status: 400,
    error: 'invalid_request',
    text: () => 'Nothing in the request says which tenant it is for. An app signs in at its own tenant.',
  },
  50076: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'basic_action',
    text: (resource) => `Multi-factor authentication is needed to reach '${resource}'.`,
  },
  50126: {
    status: 400,
    error: 'invalid_grant',
    text: () => 'The credentials are not valid: wrong user name or password.',
  },
  65001: {
    status: 400,
    error: 'invalid_grant',
    suberror: 'consent_required',
    text: (app) => `Neither the user nor an administrator has consented to the application '${app}'.`,
  },
  70003: {
    status: 400,
    error: 'unsupported_grant_type',
    text: (grant) => `The grant type '${grant}' is not supported.`,
  },
  70008: { status: 400, error: 'invalid_grant', text: () => 'The refresh token has expired or is not known.' },
  70011: { status: 400, error: 'invalid_scope', text: (scope) => `The value '${scope}' of 'scope' is not valid.` },
  90002: {
    status: 400,
    error: 'invalid_request',
    text: (tenant) => `There is no tenant '${tenant}'. Check the tenant id.`,
  },
  500011: {
    status: 400,
    error: 'invalid_resource',
    text: (resource) => `The resource principal named ${resource} is not in this tenant.`,
  },
  700016: {
    status: 400,
    error: 'unauthorized_client',
    text: (app) => `There is no application '${app}' in this directory.`,
  },
  700022: {
    status: 400,
    error: 'invalid_scope',
    text: (scope) => `The scopes '${scope}' belong to more than one resource.`,
  },
  700025: {
    status: 401,
    error: 'invalid_client',
    text: () => 'A public client must not present a secret or assertion.',
  },
  900023: {
    status: 400,
    error: 'invalid_request',
    text: (tenant) => `The tenant '${tenant}' is neither an id nor a domain name.`,
  },
  900144: {
    status: 400,
    error: 'invalid_request',
    text: (field) => `The request body must contain the parameter '${field}'.`,
  },
  900561: {
    status: 400,
    error: 'invalid_request',
    text: (method) => `The endpoint takes POST only, not ${method}.`,
  },
  901002: { status: 400, error: 'invalid_request', text: () => "The parameter 'resource' is not supported here." },
  1002012: {
    status: 400,
    error: 'invalid_scope',
    text: (scope) => `The scope '${scope}' is not valid for client credentials: it must end in '/.default'.`,
  },
  7000215: {
    status: 401,
    error: 'invalid_client',
    text: (app) => `The client secret is not valid. Send the value of the secret, not its id, for app '${app}'.`,
  },
  7000218: {
    status: 401,
    error: 'invalid_client',
    text: () => "The request body must contain 'client_assertion' or 'client_secret'.",
  },
  9001023: {
    status: 400,
    error: 'invalid_request',
    text: () => 'This grant is not supported on /common or /consumers. Use a tenant or /organizations.',
  },
  9002313: { status: 400, error: 'invalid_request', text: () => 'The request is malformed or not valid.' },
} as const satisfies Record<number, ErrorShape>;

export type AadstsCode = keyof typeof SHAPES;

/** A refusal of the token endpoint. */
export class EntraError extends Error {
  readonly aadstsCode: AadstsCode;
  readonly shape: ErrorShape;
  readonly claims: string | undefined;

  /** @param subject what the text names: a user, a scope, a field… */
  constructor(aadstsCode: AadstsCode, subject = '', claims?: string) {
    const shape: ErrorShape = SHAPES[aadstsCode];
    super(`AADSTS${aadstsCode}: ${shape.text(subject)}`);
    this.aadstsCode = aadstsCode;
    this.shape = shape;
    this.claims = claims;
  }
}

/** The JSON answer for a refusal, as both endpoints write it. */
export function errorBody(
  error: EntraError,
  traceId: string,
  correlationId: string,
  errorUri: string,
): Record<string, unknown> {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    error: error.shape.error,
    error_description: `${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [error.aadstsCode],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: errorUri,
    ...(error.shape.suberror === undefined ? {} : { suberror: error.shape.suberror }),
    ...(error.claims === undefined ? {} : { claims: error.claims }),
  };
}
