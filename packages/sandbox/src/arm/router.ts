import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { isResourceManager } from '../entra/resources.ts';
import type { SigningKey } from '../entra/signing-key.ts';

/** As much of Azure Resource Manager as the Azure CLI asks for when it signs in: no subscriptions, one tenant. */
export function armRouter(key: SigningKey, issuer: string, tenantId: string): Hono {
  const router = new Hono();
  const guard = onlyWithToken(key, issuer);
  router.get('/subscriptions', guard, (context) => context.json(listOf([])));
  router.get('/tenants', guard, (context) => context.json(listOf([{ id: `/tenants/${tenantId}`, tenantId }])));
  return router;
}

function onlyWithToken(key: SigningKey, issuer: string): MiddlewareHandler {
  const { origin } = new URL(issuer);
  return async (context, next) => {
    const token = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    if (token === undefined) {
      return refuse(context, 401, 'AuthenticationFailed', "The request has no 'Authorization: Bearer' header.");
    }
    const claims = await key.verify(token).catch(() => undefined);
    if (claims === undefined) return refuse(context, 401, 'InvalidAuthenticationToken', 'The access token is invalid.');
    if (!isResourceManager(claims.aud, origin)) {
      return refuse(context, 401, 'InvalidAuthenticationTokenAudience', `'${claims.aud}' is not this audience.`);
    }
    if (claims.iss !== issuer) {
      return refuse(context, 401, 'InvalidAuthenticationTokenTenant', 'The access token is from another issuer.');
    }
    if (context.req.query('api-version') === undefined) {
      return refuse(context, 400, 'MissingApiVersionParameter', 'The query parameter api-version is required.');
    }
    return next();
  };
}

function refuse(context: Context, status: 400 | 401, code: string, message: string): Response {
  return context.json({ error: { code, message } }, status);
}

function listOf(value: readonly unknown[]) {
  return { value, count: { type: 'Total', value: value.length } };
}
