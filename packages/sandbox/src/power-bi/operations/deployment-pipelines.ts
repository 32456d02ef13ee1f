import type { SandboxPipeline } from '../../seed.ts';
import { isoTime } from '../iso-time.ts';
import type { Job } from '../jobs.ts';
import type { Operation, OperationCall } from '../operation.ts';
import type { Deployment } from '../power-bi-state.ts';
import { entityNotFound, invalidRequest } from '../refusal.ts';
import { readJson } from '../request-body.ts';

const READ = ['Pipeline.Read.All', 'Pipeline.ReadWrite.All'];
const PIPELINE = '/pipelines/:pipelineId';
const MOST_OPERATIONS = 20;

/** Deployment pipelines. A deployment here takes its time and has its end, but moves nothing. */
export const deploymentOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/pipelines',
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const value = pipelinesOf(call).map(({ users: _users, ...pipeline }) => pipeline);
      return call.context.json({ value });
    },
  },
  {
    method: 'post',
    path: `${PIPELINE}/deployAll`,
    scopes: ['Pipeline.Deploy'],
    audience: 'members',
    handle: async (call) => {
      const { id: pipelineId } = pipelineOf(call);
      const { sourceStageOrder } = await readJson(call.context);
      if (sourceStageOrder !== 0 && sourceStageOrder !== 1)
        throw invalidRequest('sourceStageOrder must be 0 or 1.', 'BadRequest');
      const fails = call.state.faults.hit('deployment-fails', call.context.req.path) !== undefined;
      return call.context.json(toJson(call.state.deployments.start({ pipelineId, sourceStageOrder, fails })), 202);
    },
  },
  {
    method: 'get',
    path: `${PIPELINE}/operations`,
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const { id } = pipelineOf(call);
      const own = call.state.deployments.all.filter(({ content }) => content.pipelineId === id);
      return call.context.json({ value: own.slice(0, MOST_OPERATIONS).map(toJson) });
    },
  },
  {
    method: 'get',
    path: `${PIPELINE}/operations/:operationId`,
    scopes: READ,
    audience: 'members',
    handle: (call) => {
      const { id } = pipelineOf(call);
      const { deployments } = call.state;
      return call.context.json(
        toJson(deployments.find(call.param('operationId'), ({ pipelineId }) => pipelineId === id)),
      );
    },
  },
];

function pipelinesOf({ state, caller }: OperationCall): readonly SandboxPipeline[] {
  return state.pipelines.filter(({ users }) => users.includes(caller.identifier));
}

function pipelineOf(call: OperationCall): SandboxPipeline {
  const pipeline = pipelinesOf(call).find(({ id }) => id === call.param('pipelineId').toLowerCase());
  if (pipeline === undefined) throw entityNotFound();
  return pipeline;
}

function toJson(job: Job<Deployment>): Record<string, unknown> {
  const { sourceStageOrder, fails } = job.content;
  const share = job.share();
  const ended = fails ? 'Failed' : 'Succeeded';
  return {
    id: job.id,
    type: 'Deploy',
    status: share >= 1 ? ended : share < 0.2 ? 'NotStarted' : 'Executing',
    lastUpdatedTime: isoTime(share >= 1 ? job.endMs : Date.now()),
    executionStartTime: isoTime(job.startMs),
    ...(share >= 1 ? { executionEndTime: isoTime(job.endMs) } : {}),
    sourceStageOrder,
    targetStageOrder: sourceStageOrder + 1,
  };
}
