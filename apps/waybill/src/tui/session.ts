import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCollection, loadEnvironment } from '@waybill/collection';
import { formatLocation, LocatedError, WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import { CapturedVariables, createPlan, type RequestResult, run } from '@waybill/runner';
import { createEngine, type Engine } from '../engine/engine.ts';
import { selectedRequest, selectedToken } from './state/selection.ts';
import type { Notice, State, TokenState } from './state/state.ts';
import { Store } from './state/store.ts';

export interface SessionOptions {
  readonly collection: string;
  readonly environment: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly sandboxUrl?: string | undefined;
  readonly redactor: Redactor;
  readonly env: NodeJS.ProcessEnv;
}

/** What the screen can have done: loading, sending, signing in. The screen only reads the store. */
export class Session {
  readonly store = new Store();
  readonly #options: SessionOptions;
  #engine: Engine | undefined;
  #captured: CapturedVariables;
  #folder = '.';
  /** Settles when what was last asked to be loaded is there. */
  #loading: Promise<void> = Promise.resolve();
  #cancellation = new AbortController();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#captured = new CapturedVariables(options.redactor);
  }

  /** Reads the collection and the environment, and keeps the cursor on the same request. */
  load(environment: string | undefined = this.store.state().environment ?? this.#options.environment): Promise<void> {
    this.#loading = this.#guard(async () => {
      const { collection, problems } = await loadCollection(this.#options.collection);
      this.#folder = collection.folder;
      const before = selectedRequest(this.store.state())?.id;
      const cursor = collection.requests.findIndex(({ id }) => id === before);
      this.store.update({
        title: collection.name,
        requests: collection.requests,
        environments: await environmentNames(collection.folder),
        filter: '',
        cursor: Math.max(0, cursor),
        notices: problems.map((problem) => this.#notice(problem)),
      });
      await this.#openEnvironment(environment);
    });
    return this.#loading;
  }

  /** Switches to another environment; what was captured and signed in belongs to the old one. */
  selectEnvironment(name: string | undefined): Promise<void> {
    this.#loading = this.#guard(() => this.#openEnvironment(name));
    return this.#loading;
  }

  async #openEnvironment(name: string | undefined): Promise<void> {
    const loaded = name === undefined ? undefined : await loadEnvironment(name, this.#folder);
    for (const problem of loaded?.problems ?? []) this.#report(problem);
    this.#captured = new CapturedVariables(this.#options.redactor);
    this.#engine = await createEngine({
      environment: loaded?.environment,
      variables: this.#options.variables,
      sandboxUrl: this.#options.sandboxUrl,
      requests: this.store.state().requests,
      redactor: this.#options.redactor,
      env: this.#options.env,
    });
    const identities = Object.entries(loaded?.environment.identities ?? {});
    const tokens = new Map(
      identities.map(([identity, { flow }]) => [identity, { identity, flow, isSigningIn: false }]),
    );
    const isProtected = loaded?.environment.protected ?? false;
    this.store.update({ environment: name, isProtected, tokens, results: new Map() });
  }

  /** Sends the request under the cursor with what was captured so far. */
  async send(): Promise<void> {
    const request = selectedRequest(this.store.state());
    if (request !== undefined) await this.#run({ requests: [request.id] }, true);
  }

  /** Runs the whole collection from a clean slate. */
  async runAll(): Promise<void> {
    this.#captured = new CapturedVariables(this.#options.redactor);
    this.store.update({ results: new Map() });
    await this.#run({}, false);
  }

  /** Aborts what is under way. */
  cancel(): void {
    this.#cancellation.abort();
    this.#cancellation = new AbortController();
  }

  /** Signs in as the identity of the selected request. */
  async signIn(): Promise<void> {
    await this.#loading;
    const identity = selectedToken(this.store.state())?.identity;
    const engine = this.#engine;
    if (identity === undefined || engine === undefined) return;
    this.#setToken(identity, { isSigningIn: true, error: undefined });
    try {
      const token = await engine.tokens.acquire(identity);
      this.#setToken(identity, { isSigningIn: false, token });
    } catch (error) {
      this.#setToken(identity, { isSigningIn: false, error: this.#notice(error) });
    }
  }

  /** Drops the token of the selected request's identity, so that the next request signs in anew. */
  async forgetToken(): Promise<void> {
    const identity = selectedToken(this.store.state())?.identity;
    if (identity === undefined) return;
    await this.#engine?.tokens.forget(identity);
    this.#setToken(identity, { token: undefined, error: undefined });
    this.store.update({ message: 'Token forgotten.' });
  }

  #setToken(identity: string, change: Partial<TokenState>): void {
    this.store.update(({ tokens }) => {
      const known = tokens.get(identity);
      return known === undefined ? {} : { tokens: new Map(tokens).set(identity, { ...known, ...change }) };
    });
  }

  async #run(selection: { requests?: readonly string[] }, isSingle: boolean): Promise<void> {
    await this.#loading;
    const engine = this.#engine;
    if (engine === undefined) return;
    await this.#guard(async () => {
      const plan = createPlan({ requests: this.store.state().requests }, selection);
      const only = isSingle ? { requests: plan.requests.slice(-1), stages: plan.stages.slice(-1) } : plan;
      const options = { title: this.store.state().title, captured: this.#captured, signal: this.#cancellation.signal };
      for await (const event of run(only, engine.services, options)) {
        if (event.type === 'request-started') this.#setRunning(event.request.id, { startedMs: Date.now() });
        if (event.type === 'poll') {
          const startedMs = this.store.state().running.get(event.request.id)?.startedMs ?? Date.now();
          this.#setRunning(event.request.id, { startedMs, state: event.state });
        }
        if (event.type === 'request-finished') this.#finish(event.result);
        if (event.type === 'run-finished' && !isSingle) {
          const { passed, failed, skipped } = event.summary;
          this.store.update({ message: `${passed} passed, ${failed} failed, ${skipped} skipped` });
        }
      }
    });
  }

  #setRunning(id: string, running: { startedMs: number; state?: string }): void {
    this.store.update((state) => ({ running: new Map(state.running).set(id, running) }));
  }

  #finish(result: RequestResult): void {
    const { id, auth } = result.request;
    // The request may have signed in on its way, or failed to.
    const token = auth && this.#engine?.tokens.current(auth);
    if (auth && token) this.#setToken(auth, { token, error: undefined });
    this.store.update((state) => {
      const running = new Map(state.running);
      running.delete(id);
      const scroll = { ...state.scroll, response: 0 };
      return { running, scroll, results: new Map(state.results).set(id, result) };
    });
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    this.store.update((state) => ({ notices: [...state.notices, this.#notice(error)] }));
  }

  #notice(error: unknown): Notice {
    const safe = (text: string) => this.#options.redactor.redact(text);
    if (!(error instanceof WaybillError)) {
      return { code: 'ERR_INTERNAL', message: safe(error instanceof Error ? error.message : String(error)) };
    }
    return {
      code: error.code,
      message: safe(error.message),
      hint: error.hint === undefined ? undefined : safe(error.hint),
      place: error instanceof LocatedError ? formatLocation(error.location) : undefined,
    };
  }
}

/** Names of the environments beside a collection. */
async function environmentNames(folder: string): Promise<readonly string[]> {
  try {
    const files = await readdir(join(folder, 'environments'));
    return files.flatMap((file) => /^(.+)\.ya?ml$/.exec(file)?.[1] ?? []).sort();
  } catch {
    // A collection need not have any.
    return [];
  }
}

/** Whether sending may change something on the server (RFC 9110 section 9.2.1). */
export function hasEffect(state: State): boolean {
  const method = selectedRequest(state)?.method;
  return method !== undefined && !['GET', 'HEAD', 'OPTIONS'].includes(method);
}
