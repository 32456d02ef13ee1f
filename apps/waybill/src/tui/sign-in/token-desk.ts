import type { RequestResult } from '@waybill/runner';
import type { Engine } from '../../engine/engine.ts';
import { selectedToken } from '../state/selection.ts';
import type { Notice, TokenState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { SignInDesk } from './sign-in-desk.ts';

export interface TokenDeskOptions {
  readonly store: Store;
  readonly signIns: SignInDesk;
  /** The engine of the open environment, once it is there. */
  engine(): Promise<Engine | undefined>;
  notice(error: unknown): Notice;
  redact(text: string): string;
}

/** What is done with tokens, and what the screen knows of them. */
export class TokenDesk {
  readonly #options: TokenDeskOptions;

  constructor(options: TokenDeskOptions) {
    this.#options = options;
  }

  /** Signs in as the identity of the selected request. */
  async signIn(): Promise<void> {
    const { store, signIns, notice } = this.#options;
    const engine = await this.#options.engine();
    await signIns.startOver();
    const identity = selectedToken(store.state())?.identity;
    if (identity === undefined || engine === undefined) return;
    this.#set(identity, { isSigningIn: true, error: undefined });
    try {
      const token = await signIns.during(identity, engine.tokens, () => engine.tokens.acquire(identity));
      this.#set(identity, { isSigningIn: false, token });
    } catch (error) {
      this.#set(identity, { isSigningIn: false, error: notice(error) });
    }
  }

  /** Drops the token of the selected request's identity, so that the next request signs in anew. */
  async forget(): Promise<void> {
    const { store, signIns } = this.#options;
    const identity = selectedToken(store.state())?.identity;
    if (identity === undefined) return;
    signIns.forgetSecrets();
    const engine = await this.#options.engine();
    await engine?.tokens.forget(identity);
    this.#set(identity, { token: undefined, error: undefined });
    store.update({ message: 'Token forgotten.' });
  }

  /** Takes note of what a request tells about the token it was sent with. */
  noteResult(result: RequestResult, engine: Engine): void {
    const { auth } = result.request;
    if (auth === undefined) return;
    if (result.outcome !== 'skipped') this.#set(auth, { findings: this.#findings(result) });
    // The request may have signed in on its way, or failed to.
    const token = engine.tokens.current(auth);
    if (token) this.#set(auth, { token, error: undefined });
  }

  #findings(result: RequestResult): TokenState['findings'] {
    if (result.outcome !== 'failed') return [];
    const { redact } = this.#options;
    return result.findings.map(({ cause, remedy }) => ({ cause: redact(cause), remedy: redact(remedy) }));
  }

  #set(identity: string, change: Partial<TokenState>): void {
    this.#options.store.update(({ tokens }) => {
      const known = tokens.get(identity);
      return known === undefined ? {} : { tokens: new Map(tokens).set(identity, { ...known, ...change }) };
    });
  }
}
