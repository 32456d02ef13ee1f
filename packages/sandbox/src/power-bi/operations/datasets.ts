import type { AccessRight } from '../../seed.ts';
import type { Dataset } from '../dataset.ts';
import { parseCount } from '../odata.ts';
import type { Operation, OperationCall } from '../operation.ts';
import type { PowerBiState } from '../power-bi-state.ts';
import { entityNotFound } from '../refusal.ts';
import { readJson } from '../request-body.ts';

const READ = ['Dataset.Read.All', 'Dataset.ReadWrite.All'];
const WRITE = ['Dataset.ReadWrite.All'];
const WRITERS: readonly AccessRight[] = ['Admin', 'Member', 'Contributor'];
const HISTORY_LENGTH = 60;
const DATASET = '/groups/:groupId/datasets/:datasetId';

/** Datasets of a workspace and their refreshes; and the My-workspace forms, which are for users only. */
export const datasetOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/groups/:groupId/datasets',
    scopes: READ,
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      const { datasets } = state.workspaces.open(param('groupId'), caller);
      return context.json({ value: datasets.map((dataset) => dataset.toJson(appearance(state))) });
    },
  },
  {
    method: 'get',
    path: DATASET,
    scopes: READ,
    audience: 'members',
    handle: (call) => call.context.json(datasetOf(call).toJson(appearance(call.state))),
  },
  {
    method: 'delete',
    path: DATASET,
    scopes: WRITE,
    audience: 'members',
    handle: ({ context, caller, state, param }) => {
      state.workspaces.open(param('groupId'), caller, WRITERS).deleteDataset(param('datasetId'));
      return context.body(null, 200);
    },
  },
  {
    method: 'get',
    path: `${DATASET}/datasources`,
    scopes: READ,
    audience: 'members',
    handle: (call) => call.context.json({ value: datasetOf(call).datasources }),
  },
  {
    method: 'post',
    path: `${DATASET}/refreshes`,
    scopes: WRITE,
    audience: 'members',
    handle: async (call) => {
      const { context } = call;
      const dataset = datasetOf(call, WRITERS);
      const fault = call.state.faults.hit('refresh-fails', context.req.path);
      const failure = fault && (fault.errorCode ?? 'ModelRefreshFailed_CredentialsNotSpecified');
      const { requestId, isEnhanced } = dataset.startRefresh(await readJson(context), failure);
      context.header('requestid', requestId);
      context.header('content-type', 'application/octet-stream');
      if (isEnhanced) {
        context.header('x-ms-request-id', requestId);
        context.header('access-control-expose-headers', 'RequestId,Location');
        context.header('location', `${context.req.url.replace(/[?#].*$/s, '')}/${requestId}`);
      }
      return context.body(null, 202);
    },
  },
  {
    method: 'get',
    path: `${DATASET}/refreshes`,
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const top = call.context.req.query('$top');
      const count = top === undefined ? HISTORY_LENGTH : parseCount('$top', top, 1, HISTORY_LENGTH);
      const stale = call.state.faults.hit('stale-dataset', call.context.req.path);
      const agedByMs = stale === undefined ? 0 : (stale.hours ?? 72) * 3600 * 1000;
      return call.context.json({ value: datasetOf(call).history(count, agedByMs) });
    },
  },
  {
    method: 'get',
    path: `${DATASET}/refreshes/:refreshId`,
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const { isRunning, details } = datasetOf(call).refreshDetails(call.param('refreshId'));
      return call.context.json(details, isRunning ? 202 : 200);
    },
  },
  {
    method: 'delete',
    path: `${DATASET}/refreshes/:refreshId`,
    scopes: WRITE,
    audience: 'members',
    handle: (call) => {
      datasetOf(call, WRITERS).cancelRefresh(call.param('refreshId'));
      return call.context.body(null, 200);
    },
  },
  {
    method: 'get',
    path: '/datasets',
    scopes: READ,
    audience: 'my-workspace',
    handle: ({ context }) => context.json({ value: [] }),
  },
  ...(['get', 'post', 'delete'] as const).map(
    (method): Operation => ({
      method,
      path: '/datasets/:datasetId/*',
      scopes: method === 'get' ? READ : WRITE,
      audience: 'my-workspace',
      // Nobody keeps a dataset in My workspace here.
      handle: () => {
        throw entityNotFound();
      },
    }),
  ),
];

function appearance({ faults }: PowerBiState) {
  return faults.isOn('rls-dataset') ? { hasRowLevelSecurity: true } : {};
}

function datasetOf({ state, caller, param }: OperationCall, rights?: readonly AccessRight[]): Dataset {
  return state.workspaces.open(param('groupId'), caller, rights).dataset(param('datasetId'));
}
