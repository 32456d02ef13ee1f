import { AsyncLocalStorage } from 'node:async_hooks';
import type { Interaction } from '@waybill/auth';
import { WaybillError } from '@waybill/errors';
import type { IdentityTokens } from '../../engine/identity-tokens.ts';
import { openBrowser } from '../../platform/browser.ts';
import { clipboardSequence } from '../../platform/clipboard.ts';
import type { Store } from '../state/store.ts';
import { SecretPrompts } from './secret-prompts.ts';
import type { SignInLayer } from './sign-in-layer.ts';

/** One sign-in that is under way. */
interface Attempt {
  readonly identity: string;
}

/** Ends of a sign-in that say nothing about the next one. */
const AGAIN: ReadonlySet<string> = new Set(['ERR_AUTH_CANCELLED', 'ERR_AUTH_TIMEOUT']);

/** Where sign-ins meet the person: it shows what they have to do, and takes the keys until it is done. */
export class SignInDesk {
  readonly #store: Store;
  /** Knows in whose sign-in a flow asks to be shown; the flows themselves need not. */
  readonly #attempts = new AsyncLocalStorage<Attempt>();
  readonly #prompts: SecretPrompts;
  readonly #writeToTerminal: (text: string) => void;
  /** Sign-ins that ended without an answer; the rest of a run must not ask for them again. */
  readonly #givenUp = new Map<string, IdentityTokens>();
  #shownFor: Attempt | undefined;
  #cancellation = new AbortController();
  readonly interaction: Interaction;

  constructor(store: Store, writeToTerminal: (text: string) => void) {
    this.#store = store;
    this.#writeToTerminal = writeToTerminal;
    this.#prompts = new SecretPrompts(store);
    const signal = () => this.#cancellation.signal;
    this.interaction = {
      openBrowser: (url) => {
        this.#show({ url });
        return openBrowser(url);
      },
      showSignInUrl: (url) => this.#show({ url }),
      showDeviceCode: ({ userCode, verificationUri: url, expiresOn }) => this.#show({ url, userCode, expiresOn }),
      // Each sign-in has the signal of its time: a cancelled one must not cancel the next.
      get signal() {
        return signal();
      },
    };
  }

  /** Asks for a secret without showing it. */
  readonly prompt = (label: string): Promise<string> => this.#prompts.ask(label);

  /** Does what may have to sign in as somebody, and clears the desk after it. */
  async during<T>(identity: string, tokens: IdentityTokens, work: () => Promise<T>): Promise<T> {
    const attempt = { identity };
    try {
      return await this.#attempts.run(attempt, work);
    } catch (error) {
      if (error instanceof WaybillError && AGAIN.has(error.code)) this.#givenUp.set(identity, tokens);
      throw error;
    } finally {
      if (this.#shownFor === attempt) this.#clear();
    }
  }

  /** Lets sign-ins that were given up be tried again. */
  async startOver(): Promise<void> {
    const givenUp = [...this.#givenUp];
    this.#givenUp.clear();
    for (const [identity, tokens] of givenUp) await tokens.forget(identity);
  }

  /** Gives up the sign-ins that are under way, and the secrets that are asked for. */
  cancel(): void {
    this.#cancellation.abort();
    this.#cancellation = new AbortController();
    this.#prompts.cancel();
    this.#clear();
  }

  /** Forgets what was typed, so that a wrong secret can be typed anew. */
  forgetSecrets(): void {
    this.#prompts.forget();
  }

  /** Handles a key while the desk lies over the screen. */
  press(key: string): void {
    const { layer } = this.#store.state();
    if (layer?.kind === 'prompt') this.#prompts.press(key);
    if (layer?.kind === 'sign-in' && key === 'escape') this.cancel();
    if (layer?.kind === 'sign-in' && key === 'y') {
      this.#writeToTerminal(clipboardSequence(layer.userCode ?? layer.url));
      this.#store.update({ layer: { ...layer, isCopied: true } });
    }
  }

  #show(shown: Pick<SignInLayer, 'url' | 'userCode' | 'expiresOn'>): void {
    this.#shownFor = this.#attempts.getStore();
    this.#store.update({
      layer: { kind: 'sign-in', identity: this.#shownFor?.identity, isCopied: false, ...shown },
    });
  }

  #clear(): void {
    this.#shownFor = undefined;
    this.#store.update(({ layer }) => (layer?.kind === 'sign-in' ? { layer: undefined } : {}));
  }
}
