import { type Context, Hono } from 'hono';
import type { SigningKey } from '../entra/signing-key.ts';

/** As much of Azure Resource Manager as the Azure CLI asks for when it signs in: no subscriptions, one tenant. */
export function armRouter(key: SigningKey, tenantId: string): Hono {
  const router = new Hono();
  const guarded = (value: readonly unknown[]) => async (context: Context) => {
    const token = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
    try {
      await key.verify(token);
    } catch {
      return context.json({ error: { code: 'AuthenticationFailed', message: 'Authentication failed.' } }, 401);
    }
    return context.json({ value, count: { type: 'Total', value: value.length } });
  };
  router.get('/subscriptions', guarded([]));
  router.get('/tenants', guarded([{ id: `/tenants/${tenantId}`, tenantId }]));
  return router;
}
