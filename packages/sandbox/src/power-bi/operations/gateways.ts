import type { GatewayDatasource, SandboxGateway } from '../../seed.ts';
import type { Operation, OperationCall } from '../operation.ts';
import { coded, entityNotFound } from '../refusal.ts';

const READ = ['Dataset.Read.All', 'Dataset.ReadWrite.All'];
const GATEWAY = '/gateways/:gatewayId';

/** On-premises gateways, for those who administer them. */
export const gatewayOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/gateways',
    scopes: READ,
    audience: 'members',
    handle: (call) => call.context.json({ value: gatewaysOf(call).map(toJson) }),
  },
  {
    method: 'get',
    path: GATEWAY,
    scopes: READ,
    audience: 'members',
    handle: (call) => call.context.json(toJson(gatewayOf(call))),
  },
  {
    method: 'get',
    path: `${GATEWAY}/datasources`,
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const gateway = gatewayOf(call);
      return call.context.json({ value: gateway.datasources.map((each) => datasourceToJson(each, gateway)) });
    },
  },
  {
    method: 'get',
    path: `${GATEWAY}/datasources/:datasourceId/status`,
    scopes: ['Dataset.ReadWrite.All'],
    audience: 'members',
    handle: (call) => {
      const id = call.param('datasourceId').toLowerCase();
      if (!gatewayOf(call).datasources.some((each) => each.id === id)) throw entityNotFound();
      if (call.state.faults.hit('gateway-unreachable', call.context.req.path))
        throw coded(400, 'DM_GWPipeline_Client_GatewayUnreachable');
      // Empty means that it works.
      return call.context.body(null, 200);
    },
  },
];

function gatewaysOf({ state, caller }: OperationCall): readonly SandboxGateway[] {
  return state.gateways.filter(({ admins }) => admins.includes(caller.identifier));
}

function gatewayOf(call: OperationCall): SandboxGateway {
  const gateway = gatewaysOf(call).find(({ id }) => id === call.param('gatewayId').toLowerCase());
  if (gateway === undefined) throw entityNotFound();
  return gateway;
}

function toJson({ id, name }: SandboxGateway): Record<string, unknown> {
  return { id, name, type: 'Resource', publicKey: { exponent: 'AQAB', modulus: 'c2FuZGJveA==' } };
}

/** The connection is a JSON text here, unlike in the data sources of a dataset. */
function datasourceToJson(datasource: GatewayDatasource, gateway: SandboxGateway): Record<string, unknown> {
  return {
    ...datasource,
    gatewayId: gateway.id,
    connectionDetails: JSON.stringify(datasource.connectionDetails),
  };
}
