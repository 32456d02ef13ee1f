import type { RequestDefinition } from '@waybill/collection';
import type { EventQueue } from './event-queue.ts';
import type { RunEvent } from './events.ts';
import { CapturedVariables } from './execute/captured-variables.ts';
import { executeRequest } from './execute/execute-request.ts';
import type { Plan } from './plan/plan.ts';
import { Schedule } from './plan/schedule.ts';
import { variablesOf } from './plan/variables-of.ts';
import type { RequestResult } from './result.ts';
import type { RunOptions } from './run-options.ts';
import type { RunState } from './run-state.ts';
import type { RunnerServices } from './services.ts';
import type { Tally } from './tally.ts';

const DEFAULT_CONCURRENCY = 16;

/** Goes through a plan once. */
export class PlanRunner {
  readonly #services: RunnerServices;
  readonly #options: RunOptions;
  readonly #tally: Tally;
  readonly #events: EventQueue<RunEvent>;
  readonly #captured: CapturedVariables;
  readonly #leftBehind: CapturedVariables;
  readonly #state: RunState;
  readonly #outcomes = new Map<string, RequestResult['outcome']>();
  /** Requests that did not pass, by what they would have captured. */
  readonly #uncaptured = new Map<string, RequestDefinition>();
  #setups: ReadonlySet<string> = new Set();
  /** Of a setup that failed, what to say to all others. */
  #failedSetup: string | undefined;
  #hasBegun = false;

  constructor(
    services: RunnerServices,
    options: RunOptions,
    state: RunState,
    tally: Tally,
    events: EventQueue<RunEvent>,
  ) {
    this.#services = services;
    this.#options = options;
    this.#tally = tally;
    this.#events = events;
    this.#captured = options.captured ?? new CapturedVariables(services.redactor);
    this.#leftBehind = new CapturedVariables(services.redactor);
    this.#state = state;
  }

  /** Starts whatever waits for nothing, as much at once as is allowed, until all have ended. */
  run(plan: Plan): Promise<void> {
    this.#setups = plan.setups;
    const schedule = new Schedule(plan);
    const most = this.#options.concurrency ?? DEFAULT_CONCURRENCY;
    let running = 0;
    return new Promise((resolve, reject) => {
      const end = (result: RequestResult): void => {
        running -= 1;
        this.#outcomes.set(result.request.id, result.outcome);
        this.#tally.add(result);
        schedule.end(result.request.id);
        startMore();
      };
      const startMore = (): void => {
        while (running < most) {
          const request = schedule.next();
          if (request === undefined) break;
          running += 1;
          this.#runOne(request).then(end).catch(reject);
        }
        if (running === 0) resolve();
      };
      startMore();
    });
  }

  async #runOne(request: RequestDefinition): Promise<RequestResult> {
    const reason = this.#reasonToSkip(request);
    if (reason !== undefined) return this.#miss({ request, outcome: 'skipped', durationMs: 0, reason });
    this.#hasBegun = true;
    this.#events.push({ type: 'request-started', request });
    const result = await executeRequest(request, {
      services: this.#services,
      captured: this.#captured,
      leftBehind: this.#leftBehind,
      signal: request.teardown ? this.#state.graceSignal : this.#options.signal,
      budget: this.#state.budget,
      onWait: (wait) => this.#events.push({ type: 'wait', request, wait }),
      onRetry: (retried) => this.#events.push({ type: 'retry', request, retried }),
      onPoll: (progress) => this.#events.push({ type: 'poll', request, ...progress }),
      onPage: (progress) => this.#events.push({ type: 'page', request, ...progress }),
    });
    return result.outcome === 'passed' ? result : this.#miss(result);
  }

  #miss(result: RequestResult): RequestResult {
    for (const { name } of result.request.capture) this.#uncaptured.set(name, result.request);
    if (result.outcome === 'failed') {
      this.#state.hasFailed = true;
      const { id } = result.request;
      if (this.#setups.has(id)) this.#failedSetup ??= `the setup ${id} did not pass`;
    }
    return result;
  }

  #reasonToSkip(request: RequestDefinition): string | undefined {
    const isOver = this.#options.signal?.aborted || (this.#options.bail && this.#state.hasFailed);
    if (request.teardown) {
      // After the end of a run, a data row that was never begun leaves nothing behind.
      return isOver && !this.#hasBegun ? 'nothing ran that it could clean up' : this.#missingCapture(request);
    }
    if (this.#failedSetup !== undefined) return this.#failedSetup;
    for (const need of request.needs) {
      if (this.#outcomes.get(need) !== 'passed') return `it needs ${need}, which did not pass`;
    }
    if (this.#options.signal?.aborted) return 'the run was cancelled';
    if (this.#options.bail && this.#state.hasFailed) return 'an earlier request failed and --bail is on';
    return this.#missingCapture(request);
  }

  /** A value from the environment must not step in for one that was to be captured: it may name another workspace. */
  #missingCapture(request: RequestDefinition): string | undefined {
    if (this.#uncaptured.size === 0) return undefined;
    const captured = request.teardown ? [this.#captured.layer, this.#leftBehind.layer] : [this.#captured.layer];
    const layers = [...this.#services.overrides, ...captured];
    for (const name of variablesOf(request)) {
      const source = this.#uncaptured.get(name);
      const isSet = layers.some((layer) => layer.get(name) !== undefined);
      if (source !== undefined && !isSet) return `it uses "${name}", which ${source.id} did not capture`;
    }
    return undefined;
  }
}
