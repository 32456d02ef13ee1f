import { WaybillError } from '@waybill/errors';
import { type Context, Hono } from 'hono';
import type { FaultName } from './faults.ts';
import type { SandboxAdmin } from './sandbox-admin.ts';

type Body = Readonly<Record<string, unknown>>;

/** {@link SandboxAdmin} over HTTP, for other processes. It takes JSON only: no page in a browser can send that here. */
export function adminRouter(admin: SandboxAdmin): Hono {
  const router = new Hono();
  router.onError((error, context) => {
    if (!(error instanceof WaybillError)) throw error;
    return context.json({ error: error.message }, 400);
  });
  router.post('/certificates', async (context) => {
    const { clientId, certificate } = await readBody(context);
    const thumbprintSha256 = admin.addCertificate(text('clientId', clientId), text('certificate', certificate));
    return context.json({ thumbprintSha256 }, 201);
  });
  router.post('/federated-token', async (context) => {
    const body = await readBody(context);
    const claims = ['issuer', 'subject', 'audience'].filter((name) => body[name] !== undefined);
    const { expiresInSeconds } = body;
    const token = await admin.issueFederatedToken({
      ...Object.fromEntries(claims.map((name) => [name, text(name, body[name])])),
      ...(expiresInSeconds === undefined ? {} : { expiresInSeconds: number('expiresInSeconds', expiresInSeconds) }),
    });
    return context.json({ token });
  });
  router.get('/faults', (context) => context.json({ faults: admin.faults }));
  router.put('/faults/:name', async (context) => {
    admin.setFault(context.req.param('name') as FaultName, await readBody(context));
    return context.body(null, 204);
  });
  router.delete('/faults/:name?', (context) => {
    admin.clearFaults(context.req.param('name') as FaultName | undefined);
    return context.body(null, 204);
  });
  return router;
}

/** The JSON object of a request; an empty body stands for an empty object. */
async function readBody(context: Context): Promise<Body> {
  if (!/^application\/json\b/i.test(context.req.header('content-type') ?? ''))
    throw refusal('Send JSON, with content-type application/json.');
  const text = await context.req.text();
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  } catch {
    // Answered below, like every other body that is no object.
  }
  throw refusal('The body is not a JSON object.');
}

function text(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw refusal(`${name} must be a text.`);
}

function number(name: string, value: unknown): number {
  if (typeof value === 'number') return value;
  throw refusal(`${name} must be a number.`);
}

function refusal(message: string): WaybillError {
  return new WaybillError('ERR_USAGE', message);
}
