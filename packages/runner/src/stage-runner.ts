import type { RequestDefinition } from '@waybill/collection';
import type { EventQueue } from './event-queue.ts';
import type { RunEvent } from './events.ts';
import { CapturedVariables } from './execute/captured-variables.ts';
import { executeRequest } from './execute/execute-request.ts';
import { type Plan, variablesOf } from './plan/plan.ts';
import type { RequestResult } from './result.ts';
import type { RunOptions } from './run-options.ts';
import type { RunState } from './run-state.ts';
import type { RunnerServices } from './services.ts';
import type { Tally } from './tally.ts';

const DEFAULT_CONCURRENCY = 16;

/** Runs the stages of a plan one after the other. */
export class StageRunner {
  readonly #services: RunnerServices;
  readonly #options: RunOptions;
  readonly #tally: Tally;
  readonly #events: EventQueue<RunEvent>;
  readonly #captured: CapturedVariables;
  readonly #leftBehind: CapturedVariables;
  readonly #state: RunState;
  readonly #done = new Map<string, Promise<RequestResult>>();
  /** Requests that did not pass, by what they would have captured. */
  readonly #uncaptured = new Map<string, RequestDefinition>();
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
    if (result.outcome === 'failed') this.#state.hasFailed = true;
    return result;
  }

  async #reasonToSkip(request: RequestDefinition): Promise<string | undefined> {
    const isOver = this.#options.signal?.aborted || (this.#options.bail && this.#state.hasFailed);
    if (request.teardown) {
      // After the end of a run, a data row that was never begun leaves nothing behind.
      return isOver && !this.#hasBegun ? 'nothing ran that it could clean up' : this.#missingCapture(request);
    }
    // What a request needs comes before it in its stage or an earlier one, so it has been started.
    for (const need of request.needs) {
      if ((await this.#done.get(need))?.outcome !== 'passed') return `it needs ${need}, which did not pass`;
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
