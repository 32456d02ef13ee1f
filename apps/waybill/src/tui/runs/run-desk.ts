import { type CapturedVariables, createPlan, type RequestResult, type RunEvent, run } from '@waybill/runner';
import type { Engine } from '../../engine/engine.ts';
import { attendedServices } from '../sign-in/attended-services.ts';
import type { SignInDesk } from '../sign-in/sign-in-desk.ts';
import { selectedRequest } from '../state/selection.ts';
import type { Running } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface RunDeskOptions {
  readonly store: Store;
  readonly signIns: SignInDesk;
  /** The engine of the open environment, once it is there. */
  engine(): Promise<Engine | undefined>;
  /** What requests captured so far; `isFresh` forgets it. */
  captured(isFresh: boolean): CapturedVariables;
  /** Takes note of what came of a request. */
  finished(result: RequestResult, engine: Engine): void;
  report(error: unknown): void;
}

/** Sends requests, and shows how they go. */
export class RunDesk {
  readonly #options: RunDeskOptions;
  #cancellation = new AbortController();

  constructor(options: RunDeskOptions) {
    this.#options = options;
  }

  /** Sends the request under the cursor with what was captured so far. */
  async send(): Promise<void> {
    const request = selectedRequest(this.#options.store.state());
    if (request !== undefined) await this.#run(request.id);
  }

  /** Runs the whole collection from a clean slate. */
  async sendAll(): Promise<void> {
    this.#options.store.update({ results: new Map() });
    await this.#run(undefined);
  }

  /** Aborts what is under way. */
  cancel(): void {
    this.#cancellation.abort();
    this.#cancellation = new AbortController();
  }

  /** Runs one request, or all. */
  async #run(id: string | undefined): Promise<void> {
    const { store, signIns, report, captured } = this.#options;
    const engine = await this.#options.engine();
    await signIns.startOver();
    if (engine === undefined) return;
    try {
      const { requests, title } = store.state();
      const plan = createPlan({ requests }, id === undefined ? {} : { requests: [id] });
      const wanted = id === undefined ? plan : { requests: plan.requests.slice(-1), stages: plan.stages.slice(-1) };
      const options = { title, captured: captured(id === undefined), signal: this.#cancellation.signal };
      for await (const event of run(wanted, attendedServices(engine, signIns), options)) {
        this.#show(event, engine, id === undefined);
      }
    } catch (error) {
      report(error);
    }
  }

  #show(event: RunEvent, engine: Engine, isWhole: boolean): void {
    const { store } = this.#options;
    if (event.type === 'request-started') this.#setRunning(event.request.id, { startedMs: Date.now() });
    if (event.type === 'poll') {
      const startedMs = store.state().running.get(event.request.id)?.startedMs ?? Date.now();
      this.#setRunning(event.request.id, { startedMs, state: event.state });
    }
    if (event.type === 'request-finished') this.#finish(event.result, engine);
    if (event.type === 'run-finished' && isWhole) {
      const { passed, failed, skipped } = event.summary;
      store.update({ message: `${passed} passed, ${failed} failed, ${skipped} skipped` });
    }
  }

  #setRunning(id: string, running: Running): void {
    this.#options.store.update((state) => ({ running: new Map(state.running).set(id, running) }));
  }

  #finish(result: RequestResult, engine: Engine): void {
    const { id } = result.request;
    this.#options.finished(result, engine);
    this.#options.store.update((state) => {
      const running = new Map(state.running);
      running.delete(id);
      const scroll = { ...state.scroll, response: 0 };
      return { running, scroll, results: new Map(state.results).set(id, result) };
    });
  }
}
