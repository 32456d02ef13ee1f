import type { RequestDefinition } from '@waybill/collection';
import {
  type CapturedVariables,
  createPlan,
  type RequestResult,
  type RunEvent,
  run,
  type Selection,
} from '@waybill/runner';
import type { Engine } from '../../engine/engine.ts';
import { openSnapshots } from '../../engine/snapshot-files.ts';
import { attendedServices } from '../sign-in/attended-services.ts';
import type { SignInDesk } from '../sign-in/sign-in-desk.ts';
import { selectedRequest } from '../state/selection.ts';
import type { Store } from '../state/store.ts';
import { progressed } from './run-progress.ts';
import { countsText } from './run-view.ts';
import type { RunViewDesk } from './run-view-desk.ts';

export interface RunDeskOptions {
  readonly store: Store;
  readonly signIns: SignInDesk;
  readonly view: RunViewDesk;
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
    if (request !== undefined) await this.#run({ requests: [request.id] });
  }

  /** Runs the whole collection from a clean slate. */
  async sendAll(): Promise<void> {
    await this.#runMany(this.#options.store.state().title, {});
  }

  /** Runs the folder or file of the request under the cursor from a clean slate. */
  async sendFolder(): Promise<void> {
    const folder = this.#options.view.folder();
    if (folder !== undefined) await this.#runMany(folder.name, { requests: folder.requestIds });
  }

  async #runMany(title: string, selection: Selection): Promise<void> {
    this.#options.store.update({ results: new Map() });
    await this.#run(selection, title);
    this.#options.view.end();
  }

  /** Aborts what is under way. */
  cancel(): void {
    this.#cancellation.abort();
    this.#cancellation = new AbortController();
  }

  /** Runs what is selected under a title, which one request has not. */
  async #run(selection: Selection, title?: string): Promise<void> {
    const { store, signIns, report, captured, view } = this.#options;
    const engine = await this.#options.engine();
    await signIns.startOver();
    if (engine === undefined) return;
    try {
      const isMany = title !== undefined;
      const plan = createPlan({ requests: store.state().requests }, selection);
      const isSelected = ({ id }: RequestDefinition) => selection.requests?.includes(id) === true;
      const wanted = isMany ? plan : { ...plan, requests: plan.requests.filter(isSelected) };
      const ids = plan.requests.map(({ id }) => id);
      if (isMany) view.begin(title, ids);
      const options = {
        title: title ?? store.state().title,
        captured: captured(isMany),
        signal: this.#cancellation.signal,
      };
      const services = { ...attendedServices(engine, signIns), snapshots: await openSnapshots(wanted.requests) };
      for await (const event of run(wanted, services, options)) {
        this.#show(event, engine, isMany);
      }
    } catch (error) {
      report(error);
    }
  }

  #show(event: RunEvent, engine: Engine, isMany: boolean): void {
    const { store } = this.#options;
    if (event.type === 'request-finished') this.#finish(event.result, engine);
    else if (event.type === 'run-finished' && isMany) store.update({ message: countsText(event.summary) });
    else if ('request' in event) this.#progress(event.request.id, event);
  }

  #progress(id: string, event: RunEvent): void {
    this.#options.store.update((state) => {
      const running = progressed(state.running.get(id), event, Date.now());
      return running === undefined ? {} : { running: new Map(state.running).set(id, running) };
    });
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
