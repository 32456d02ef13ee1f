export interface RefusalOptions {
  /** A text is sent as it is, anything else as JSON; nothing makes an empty body. */
  readonly body?: unknown;
  /** Value of `x-powerbi-error-info`. */
  readonly errorInfo?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How Power BI refuses a call. Sometimes the reason is in the body, sometimes only in a header. */
export class PowerBiRefusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, { body, errorInfo, headers }: RefusalOptions = {}) {
    super(`Power BI refuses with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = { ...headers, ...(errorInfo === undefined ? {} : { 'x-powerbi-error-info': errorInfo }) };
  }
}

/** A token that is missing or bad: 403 with an empty body, unlike anywhere else. */
export function badToken(errorInfo?: 'InvalidToken' | 'TokenExpired'): PowerBiRefusal {
  return new PowerBiRefusal(403, errorInfo === undefined ? {} : { errorInfo });
}

/** A good token whose owner may not do this. */
export function notAuthorized(status: 401 | 403 = 401): PowerBiRefusal {
  return coded(status, 'PowerBINotAuthorizedException');
}

/** A workspace the caller is not in: empty body, reason in the header. */
export function groupNotAccessible(): PowerBiRefusal {
  return new PowerBiRefusal(401, { errorInfo: 'GroupNotAccessible' });
}

/** An item that does not exist, or that the caller may not see. */
export function entityNotFound(): PowerBiRefusal {
  return coded(404, 'PowerBIEntityNotFound');
}

/** My workspace, asked for by an app. */
export function notForApplications(): PowerBiRefusal {
  return new PowerBiRefusal(403, { body: { Message: 'API is not accessible for application' } });
}

/** A request that is wrong in itself. */
export function invalidRequest(message: string, code = 'InvalidRequest'): PowerBiRefusal {
  return new PowerBiRefusal(400, { body: { error: { code, message } } });
}

/** A refresh beside a running one; an enhanced one is answered with a status of its own. */
export function refreshRunning(status: 400 | 409): PowerBiRefusal {
  const message = 'Invalid dataset refresh request. Another refresh request is already executing';
  return new PowerBiRefusal(status, { body: { error: { code: 'InvalidRequest', message } } });
}

/** A code in the shape most operations use. */
export function coded(status: number, code: string, options: RefusalOptions = {}): PowerBiRefusal {
  const body = { error: { code, 'pbi.error': { code, parameters: {}, details: [], exceptionCulprit: 1 } } };
  return new PowerBiRefusal(status, { body, errorInfo: code, ...options });
}
