import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { SigningKey } from '../entra/signing-key.ts';
import { authenticateCaller } from './caller.ts';
import { failAtTheDoor, failCall, failToken } from './faults.ts';
import { authorize, type Operation } from './operation.ts';
import { activityOperations } from './operations/activity-events.ts';
import { capacityOperations } from './operations/capacities.ts';
import { datasetOperations } from './operations/datasets.ts';
import { deploymentOperations } from './operations/deployment-pipelines.ts';
import { embedTokenOperations } from './operations/embed-tokens.ts';
import { executeQueriesOperations } from './operations/execute-queries.ts';
import { exportOperations } from './operations/exports.ts';
import { gatewayOperations } from './operations/gateways.ts';
import { groupOperations } from './operations/groups.ts';
import { importOperations } from './operations/imports.ts';
import { reportOperations } from './operations/reports.ts';
import { scanOperations } from './operations/workspace-scans.ts';
import type { PowerBiState } from './power-bi-state.ts';
import { PowerBiRefusal } from './refusal.ts';

const OPERATIONS: readonly Operation[] = [
  ...groupOperations,
  ...datasetOperations,
  ...executeQueriesOperations,
  ...gatewayOperations,
  ...capacityOperations,
  ...reportOperations,
  ...exportOperations,
  ...embedTokenOperations,
  ...importOperations,
  ...deploymentOperations,
  ...activityOperations,
  ...scanOperations,
];

/** The Power BI REST API below `/v1.0/myorg`. */
export function powerBiRouter(state: PowerBiState, key: SigningKey, issuer: string): Hono {
  const { faults } = state;
  const router = new Hono();
  router.use(async (context, next) => {
    // An operation may name the request itself; this is the one for all others.
    context.header('requestid', randomUUID());
    context.header('access-control-expose-headers', 'RequestId');
    context.header('cache-control', 'no-store, must-revalidate, no-cache');
    context.header('pragma', 'no-cache');
    context.header('x-content-type-options', 'nosniff');
    context.header('x-frame-options', 'deny');
    // The real one names a host of Microsoft's; nobody shall be sent there from here.
    context.header('home-cluster-uri', `${new URL(context.req.url).origin}/`);
    context.header('request-redirected', 'true');
    await next();
    if (context.res.body === null) context.header('content-length', '0');
  });
  router.onError((error, context) => {
    if (!(error instanceof PowerBiRefusal)) throw error;
    return refuse(context, error);
  });
  for (const operation of OPERATIONS) {
    router[operation.method](operation.path, async (context) => {
      const { method, path } = context.req;
      failAtTheDoor(faults, method, path);
      const caller = await authenticateCaller(context.req.header('authorization'), key, state.directory, issuer);
      failToken(faults, path, caller.claims, `${issuer}oauth2/authorize`);
      authorize(operation, caller, faults, path);
      failCall(faults, path, caller);
      return operation.handle({ context, caller, state, param: (name) => context.req.param(name as never) ?? '' });
    });
  }
  // Not `notFound`: a mounted router's is never asked.
  router.all('*', (context) =>
    context.json({ error: { code: 'NotFound', message: 'There is no such operation.' } }, 404),
  );
  return router;
}

function refuse(context: Context, refusal: PowerBiRefusal): Response {
  for (const [name, value] of Object.entries(refusal.headers)) context.header(name, value);
  const status = refusal.status as 400 | 401 | 403 | 404 | 409 | 429 | 500;
  if (refusal.body === undefined) return context.body(null, status);
  return typeof refusal.body === 'string' ? context.text(refusal.body, status) : context.json(refusal.body, status);
}
