import type { Context } from 'hono';
import type { Faults } from '../admin/faults.ts';
import type { AadstsCode } from './aadsts.ts';
import { EntraError } from './entra-error.ts';

const TOKEN_ENDPOINT = /\/oauth2\/(v2\.0\/)?token$/;

/** The refusal that was ordered for a request. Without a path the token endpoint is meant. */
export function failRequest(faults: Faults, path: string, fields: URLSearchParams): void {
  const fault = faults.hit(
    'entra-error',
    path,
    (options) =>
      (options.path !== undefined || TOKEN_ENDPOINT.test(path)) &&
      (options.grantType === undefined || options.grantType === fields.get('grant_type')),
  );
  if (fault === undefined) return;
  throw new EntraError(fault.code as AadstsCode, fault.subject ?? fields.get('client_id') ?? '', fault);
}

/** An answer of the token endpoint that is none: nothing at all, or the page of a proxy. */
export function brokenAnswer(faults: Faults, context: Context): Response | undefined {
  const { path } = context.req;
  const empty = faults.hit('token-empty-body', path);
  if (empty !== undefined) return context.body('', (empty.status ?? 200) as 200);
  const page = faults.hit('token-not-json', path);
  if (page !== undefined) return context.html('<html><body>Bad gateway</body></html>', (page.status ?? 502) as 502);
  return undefined;
}
