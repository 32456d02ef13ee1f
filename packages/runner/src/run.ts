import type { RequestDefinition } from '@waybill/collection';
import { EventQueue } from './event-queue.ts';
import type { RunEvent } from './events.ts';
import { CapturedVariables } from './execute/captured-variables.ts';
import { executeRequest } from './execute/execute-request.ts';
import { type Plan, variablesOf } from './plan/plan.ts';
import type { FailureCause, RequestResult } from './result.ts';
import type { RunnerServices } from './services.ts';

/** How a plan is run. */
export interface RunOptions {
  readonly title: string;
  /** How many requests may be under way at once. Default 16. */
  readonly concurrency?: number | undefined;
  /** Skips the rest after the first failure. */
  readonly bail?: boolean | undefined;
  /** What earlier runs captured, and where this one adds to it. By default a run starts with nothing. */
  readonly captured?: CapturedVariables | undefined;
  /** Stops the run: what is under way is aborted, the rest skipped. */
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_CONCURRENCY = 16;

/** Runs a plan and tells what happens. It never throws: failures are results. */
export async function* run(plan: Plan, services: RunnerServices, options: RunOptions): AsyncGenerator<RunEvent> {
  const startMs = performance.now();
  yield { type: 'run-started', title: options.title, total: plan.requests.length, startedOn: new Date() };
  const events = new EventQueue<RunEvent>();
  const tally = new Tally(plan.requests, events);
  const runner = new StageRunner(services, options, tally, events);
  const finished = runner.runStages(plan).finally(() => events.close());
  yield* events;
  await finished;
  yield {
    type: 'run-finished',
    summary: { ...tally.counts, durationMs: performance.now() - startMs, cause: tally.cause },
  };
}

/** Counts results and passes them on in file order. */
class Tally {
  readonly counts = { passed: 0, failed: 0, skipped: 0 };
  cause: FailureCause | undefined;
  readonly #order: readonly RequestDefinition[];
  readonly #held = new Map<string, RequestResult>();
  readonly #events: EventQueue<RunEvent>;
  #next = 0;

  constructor(order: readonly RequestDefinition[], events: EventQueue<RunEvent>) {
    this.#order = order;
    this.#events = events;
  }

  add(result: RequestResult): void {
    this.counts[result.outcome] += 1;
    this.#held.set(result.request.id, result);
    for (;;) {
      const id = this.#order[this.#next]?.id;
      const next = id === undefined ? undefined : this.#held.get(id);
      if (id === undefined || next === undefined) return;
      this.#held.delete(id);
      this.#next += 1;
      if (next.outcome === 'failed') this.cause ??= next.cause;
      this.#events.push({ type: 'request-finished', result: next });
    }
  }
}

class StageRunner {
  readonly #services: RunnerServices;
  readonly #options: RunOptions;
  readonly #tally: Tally;
  readonly #events: EventQueue<RunEvent>;
  readonly #captured: CapturedVariables;
  readonly #done = new Map<string, Promise<RequestResult>>();
  /** Requests that did not pass, by what they would have captured. */
  readonly #uncaptured = new Map<string, RequestDefinition>();
  #hasFailed = false;

  constructor(services: RunnerServices, options: RunOptions, tally: Tally, events: EventQueue<RunEvent>) {
    this.#services = services;
    this.#options = options;
    this.#tally = tally;
    this.#events = events;
    this.#captured = options.captured ?? new CapturedVariables(services.redactor);
  }

  async runStages(plan: Plan): Promise<void> {
    for (const stage of plan.stages) await this.#runStage(stage);
  }

  async #runStage(stage: readonly RequestDefinition[]): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let request = stage[next++]; request !== undefined; request = stage[next++]) {
        const result = this.#runOne(request);
        this.#done.set(request.id, result);
        this.#tally.add(await result);
      }
    };
    const workers = Math.min(this.#options.concurrency ?? DEFAULT_CONCURRENCY, stage.length);
    await Promise.all(Array.from({ length: workers }, worker));
  }

  async #runOne(request: RequestDefinition): Promise<RequestResult> {
    const reason = await this.#reasonToSkip(request);
    if (reason !== undefined) return this.#miss({ request, outcome: 'skipped', durationMs: 0, reason });
    this.#events.push({ type: 'request-started', request });
    const result = await executeRequest(request, {
      services: this.#services,
      captured: this.#captured,
      signal: this.#options.signal,
      onPoll: (progress) => this.#events.push({ type: 'poll', request, ...progress }),
    });
    return result.outcome === 'passed' ? result : this.#miss(result);
  }

  #miss(result: RequestResult): RequestResult {
    for (const { name } of result.request.capture) this.#uncaptured.set(name, result.request);
    if (result.outcome === 'failed') this.#hasFailed = true;
    return result;
  }

  async #reasonToSkip(request: RequestDefinition): Promise<string | undefined> {
    // What a request needs comes before it in its stage or an earlier one, so it has been started.
    for (const need of request.needs) {
      if ((await this.#done.get(need))?.outcome !== 'passed') return `it needs ${need}, which did not pass`;
    }
    if (this.#options.signal?.aborted) return 'the run was cancelled';
    if (this.#options.bail && this.#hasFailed) return 'an earlier request failed and --bail is on';
    return this.#uncaptured.size === 0 ? undefined : this.#missingCapture(request);
  }

  /** A value from the environment must not step in for one that was to be captured: it may name another workspace. */
  #missingCapture(request: RequestDefinition): string | undefined {
    for (const name of variablesOf(request)) {
      const source = this.#uncaptured.get(name);
      const isSet = [...this.#services.overrides, this.#captured.layer].some((layer) => layer.get(name) !== undefined);
      if (source !== undefined && !isSet) return `it uses "${name}", which ${source.id} did not capture`;
    }
    return undefined;
  }
}
