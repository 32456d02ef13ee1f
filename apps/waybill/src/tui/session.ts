import { MemoryTokenStore } from '@waybill/auth';
import { loadCollection, loadEnvironment } from '@waybill/collection';
import type { Redactor } from '@waybill/redaction';
import { CapturedVariables } from '@waybill/runner';
import { DOWNLOADS } from '../engine/downloads.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { openTokenCache } from '../engine/token-cache.ts';
import { CompareDesk } from './compare/compare-desk.ts';
import { environmentNames } from './files/environment-names.ts';
import { History } from './history/history.ts';
import { RequestDesk } from './request/request-desk.ts';
import { ResponseDesk } from './response/response-desk.ts';
import { RunDesk } from './runs/run-desk.ts';
import { RunViewDesk } from './runs/run-view-desk.ts';
import { ScreenOutput } from './screen-output.ts';
import { SignInDesk } from './sign-in/sign-in-desk.ts';
import { TokenDesk } from './sign-in/token-desk.ts';
import { noticeOf, withNotice } from './state/notice.ts';
import { clamp, selectedRequest, visibleRequests } from './state/selection.ts';
import type { Notice } from './state/state.ts';
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
  readonly tokens: TokenDesk;
  readonly runs: RunDesk;
  readonly runView = new RunViewDesk(this.store);
  readonly compareDesk: CompareDesk;
  readonly #options: SessionOptions;
  /** What was sent, in earlier runs too. */
  readonly history: History;
  /** Outlives the engine: a reload of the files builds a new one, and must sign nobody in again. */
  readonly #keptTokens = new MemoryTokenStore();
  readonly #notes: ScreenOutput;
  #engine: Engine | undefined;
  #captured: CapturedVariables;
  #folder = '.';
  #root = '.';
  /** Settles when what was last asked to be loaded is there. */
  #loading: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.desk = new SignInDesk(this.store, options.writeToTerminal);
    this.#notes = new ScreenOutput(options.redactor, options.env, (message) => this.store.update({ message }));
    this.history = new History(this.store, options.redactor, options.env);
    this.responseDesk = new ResponseDesk({ ...options, store: this.store });
    this.compareDesk = new CompareDesk({ store: this.store, redactor: options.redactor, history: this.history });
    this.requestDesk = new RequestDesk({
      store: this.store,
      redactor: options.redactor,
      load: () => this.load(),
      report: (error) => this.#report(error),
      services: () => this.#engine?.services,
      captured: () => this.#captured.layer,
    });
    const shared = { store: this.store, signIns: this.desk, engine: () => this.#openEngine() };
    this.tokens = new TokenDesk({
      ...shared,
      notice: (error) => this.#notice(error),
      redact: (text) => options.redactor.redact(text),
    });
    this.runs = new RunDesk({
      ...shared,
      view: this.runView,
      captured: (isFresh) => {
        if (isFresh) this.#captured = new CapturedVariables(options.redactor);
        return this.#captured;
      },
      finished: (result, engine) => {
        void this.history.add(result);
        this.tokens.noteResult(result, engine);
      },
      report: (error) => this.#report(error),
    });
    this.#captured = new CapturedVariables(options.redactor);
  }

  /**
   * Reads the collection and the environment, and keeps the cursor on the same request. The promise settles when the
   * collection is there: the environment may have to ask somebody for a secret first.
   */
  load(): Promise<void> {
    let isRead = false;
    const reading = this.#afterLoading(async () => {
      await this.#readCollection();
      isRead = true;
    });
    const open = () => this.#openEnvironment(this.store.state().environment ?? this.#options.environment);
    this.#loading = reading.then(() => (isRead ? this.#guard(open) : undefined));
    return reading;
  }

  async #readCollection(): Promise<void> {
    const { collection, problems } = await loadCollection(this.#options.collection);
    await this.requestDesk.texts.read(collection.requests);
    this.#folder = collection.folder;
    this.#root = collection.root;
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
  }

  /** Switches to another environment; what was captured and signed in belongs to the old one. */
  selectEnvironment(name: string | undefined): Promise<void> {
    this.#loading = this.#afterLoading(() => this.#openEnvironment(name));
    return this.#loading;
  }

  async #openEnvironment(name: string | undefined): Promise<void> {
    const loaded = name === undefined ? undefined : await loadEnvironment(name, this.#folder);
    for (const problem of loaded?.problems ?? []) this.#report(problem);
    const isReload = this.#engine !== undefined && name === this.store.state().environment;
    if (!isReload) this.#captured = new CapturedVariables(this.#options.redactor);
    this.#engine = await createEngine({
      environment: loaded?.environment,
      variables: this.#options.variables,
      sandboxUrl: this.#options.sandboxUrl,
      requests: this.store.state().requests,
      files: { root: this.#root, allowOutside: false, downloads: DOWNLOADS },
      redactor: this.#options.redactor,
      env: this.#options.env,
      interaction: this.desk.interaction,
      prompt: this.desk.prompt,
      tokenStore: (await openTokenCache(this.#notes, this.#options.env)) ?? this.#keptTokens,
    });
    const identities = Object.entries(loaded?.environment.identities ?? {});
    // What came meanwhile counts as well: files may be loaded anew while a run is under way.
    const before = this.store.state().tokens;
    const tokens = new Map(
      identities.map(([identity, { flow }]) => {
        const known = isReload ? before.get(identity) : undefined;
        return [identity, { ...known, identity, flow, isSigningIn: known?.isSigningIn ?? false }];
      }),
    );
    const isProtected = loaded?.environment.protected ?? false;
    this.store.update({ environment: name, isProtected, tokens, ...(isReload ? {} : { results: new Map() }) });
  }

  /** Aborts what is under way. */
  cancel(): void {
    this.runs.cancel();
    this.desk.cancel();
  }

  async #openEngine(): Promise<Engine | undefined> {
    await this.#loading;
    return this.#engine;
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
