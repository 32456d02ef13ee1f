import { MemoryTokenStore } from '@waybill/auth';
import { loadCollection, loadEnvironment } from '@waybill/collection';
import type { Redactor } from '@waybill/redaction';
import { CapturedVariables, createPlan, type Finding, type RequestResult, run } from '@waybill/runner';
import { createEngine, type Engine } from '../engine/engine.ts';
import { openTokenCache } from '../engine/token-cache.ts';
import { environmentNames } from './files/environment-names.ts';
import { History } from './history/history.ts';
import { RequestDesk } from './request/request-desk.ts';
import { ResponseDesk } from './response/response-desk.ts';
import { ScreenOutput } from './screen-output.ts';
import { attendedServices } from './sign-in/attended-services.ts';
import { SignInDesk } from './sign-in/sign-in-desk.ts';
import { noticeOf, withNotice } from './state/notice.ts';
import { clamp, selectedRequest, selectedToken, visibleRequests } from './state/selection.ts';
import type { Notice, TokenState } from './state/state.ts';
import { Store } from './state/store.ts';

export interface SessionOptions {
  readonly collection: string;
  readonly environment: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly sandboxUrl?: string | undefined;
  readonly redactor: Redactor;
  readonly env: NodeJS.ProcessEnv;
  /** Writes what is not drawn, such as what goes to the clipboard. */
  writeToTerminal(text: string): void;
}

/** What the screen can have done: loading, sending, signing in. The screen only reads the store. */
export class Session {
  readonly store = new Store();
  /** Where sign-ins meet the person. */
  readonly desk: SignInDesk;
  readonly responseDesk: ResponseDesk;
  readonly requestDesk: RequestDesk;
  readonly #options: SessionOptions;
  /** What was sent, in earlier runs too. */
  readonly history: History;
  /** Outlives the engine: a reload of the files builds a new one, and must sign nobody in again. */
  readonly #tokens = new MemoryTokenStore();
  readonly #notes: ScreenOutput;
  #engine: Engine | undefined;
  #captured: CapturedVariables;
  #folder = '.';
  /** Settles when what was last asked to be loaded is there. */
  #loading: Promise<void> = Promise.resolve();
  #cancellation = new AbortController();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.desk = new SignInDesk(this.store, options.writeToTerminal);
    this.#notes = new ScreenOutput(options.redactor, options.env, (message) => this.store.update({ message }));
    this.history = new History(this.store, options.redactor, options.env);
    this.responseDesk = new ResponseDesk({ ...options, store: this.store });
    this.requestDesk = new RequestDesk({
      store: this.store,
      redactor: options.redactor,
      load: () => this.load(),
      report: (error) => this.#report(error),
      services: () => this.#engine?.services,
      captured: () => this.#captured.layer,
    });
    this.#captured = new CapturedVariables(options.redactor);
  }

  /** Reads the collection and the environment, and keeps the cursor on the same request. */
  load(): Promise<void> {
    this.#loading = this.#afterLoading(async () => {
      const { collection, problems } = await loadCollection(this.#options.collection);
      await this.requestDesk.texts.read(collection.requests);
      this.#folder = collection.folder;
      const environments = await environmentNames(collection.folder);
      const before = this.store.state();
      const selected = selectedRequest(before)?.id;
      const visible = visibleRequests({ ...before, requests: collection.requests });
      const cursor = visible.findIndex(({ id }) => id === selected);
      this.store.update({
        title: collection.name,
        requests: collection.requests,
        environments,
        cursor: cursor < 0 ? clamp(before.cursor, visible.length) : cursor,
        notices: problems.map((problem) => this.#notice(problem)),
      });
      await this.#openEnvironment(before.environment ?? this.#options.environment);
    });
    return this.#loading;
  }

  /** Switches to another environment; what was captured and signed in belongs to the old one. */
  selectEnvironment(name: string | undefined): Promise<void> {
    this.#loading = this.#afterLoading(() => this.#openEnvironment(name));
    return this.#loading;
  }

  async #openEnvironment(name: string | undefined): Promise<void> {
    const loaded = name === undefined ? undefined : await loadEnvironment(name, this.#folder);
    for (const problem of loaded?.problems ?? []) this.#report(problem);
    const before = this.store.state();
    const isReload = this.#engine !== undefined && name === before.environment;
    if (!isReload) this.#captured = new CapturedVariables(this.#options.redactor);
    this.#engine = await createEngine({
      environment: loaded?.environment,
      variables: this.#options.variables,
      sandboxUrl: this.#options.sandboxUrl,
      requests: this.store.state().requests,
      redactor: this.#options.redactor,
      env: this.#options.env,
      interaction: this.desk.interaction,
      prompt: this.desk.prompt,
      tokenStore: (await openTokenCache(this.#notes, this.#options.env)) ?? this.#tokens,
    });
    const identities = Object.entries(loaded?.environment.identities ?? {});
    const tokens = new Map(
      identities.map(([identity, { flow }]) => {
        const known = isReload ? before.tokens.get(identity) : undefined;
        return [identity, { ...known, identity, flow, isSigningIn: known?.isSigningIn ?? false }];
      }),
    );
    const isProtected = loaded?.environment.protected ?? false;
    this.store.update({ environment: name, isProtected, tokens, ...(isReload ? {} : { results: new Map() }) });
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
    this.desk.cancel();
  }

  /** Signs in as the identity of the selected request. */
  async signIn(): Promise<void> {
    await this.#loading;
    await this.desk.startOver();
    const identity = selectedToken(this.store.state())?.identity;
    const engine = this.#engine;
    if (identity === undefined || engine === undefined) return;
    this.#setToken(identity, { isSigningIn: true, error: undefined });
    try {
      const token = await this.desk.during(identity, engine.tokens, () => engine.tokens.acquire(identity));
      this.#setToken(identity, { isSigningIn: false, token });
    } catch (error) {
      this.#setToken(identity, { isSigningIn: false, error: this.#notice(error) });
    }
  }

  /** Drops the token of the selected request's identity, so that the next request signs in anew. */
  async forgetToken(): Promise<void> {
    const identity = selectedToken(this.store.state())?.identity;
    if (identity === undefined) return;
    this.desk.forgetSecrets();
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
    await this.desk.startOver();
    const engine = this.#engine;
    if (engine === undefined) return;
    await this.#guard(async () => {
      const plan = createPlan({ requests: this.store.state().requests }, selection);
      const only = isSingle ? { requests: plan.requests.slice(-1), stages: plan.stages.slice(-1) } : plan;
      const options = { title: this.store.state().title, captured: this.#captured, signal: this.#cancellation.signal };
      for await (const event of run(only, attendedServices(engine, this.desk), options)) {
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
    void this.history.add(result);
    if (auth && result.outcome !== 'skipped') this.#setToken(auth, { findings: this.#findings(result) });
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

  #findings(result: RequestResult): readonly Finding[] {
    if (result.outcome !== 'failed') return [];
    const safe = (text: string) => this.#options.redactor.redact(text);
    return result.findings.map(({ cause, remedy }) => ({ cause: safe(cause), remedy: safe(remedy) }));
  }

  /** One thing is loaded at a time: an editor and the watch on the files may both ask for it. */
  #afterLoading(work: () => Promise<void>): Promise<void> {
    return this.#loading.then(() => this.#guard(work));
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    this.store.update(({ notices }) => ({ notices: withNotice(notices, this.#notice(error)) }));
  }

  #notice(error: unknown): Notice {
    return noticeOf(error, this.#options.redactor);
  }
}
