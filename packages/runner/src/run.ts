import { EventQueue } from './event-queue.ts';
import type { RunEvent } from './events.ts';
import { iterationsOf, labelled } from './iteration.ts';
import type { Plan } from './plan/plan.ts';
import { PlanRunner } from './plan-runner.ts';
import type { RunOptions } from './run-options.ts';
import { RunState } from './run-state.ts';
import type { RunnerServices } from './services.ts';
import { snapshotsOf } from './snapshots.ts';
import { Tally } from './tally.ts';

/** Runs a plan and tells what happens. It never throws: failures are results. */
export async function* run(plan: Plan, services: RunnerServices, options: RunOptions): AsyncGenerator<RunEvent> {
  const startMs = performance.now();
  const { iterations = iterationsOf(undefined), problems = [] } = options;
  yield {
    type: 'run-started',
    title: options.title,
    total: plan.requests.length * iterations.count,
    startedOn: new Date(),
    shard: options.shard,
    problems,
  };
  const events = new EventQueue<RunEvent>();
  const tally = new Tally(events);
  const state = new RunState(options);
  const runAll = async () => {
    for (const { label, layers } of iterations) {
      const own = labelled(plan, label);
      tally.begin(own.requests);
      const overrides = [...services.overrides, ...layers];
      const snapshots = snapshotsOf(label, services.snapshots);
      await new PlanRunner({ ...services, overrides, snapshots }, options, state, tally, events).run(own);
    }
  };
  const finished = runAll().finally(() => events.close());
  yield* events;
  await finished;
  const causeOfRun = () => {
    if (options.signal?.aborted) return 'cancelled';
    return problems.length > 0 ? 'configuration' : tally.cause;
  };
  yield {
    type: 'run-finished',
    summary: { ...tally.counts, durationMs: performance.now() - startMs, cause: causeOfRun() },
  };
}
