import { WaybillError } from '@waybill/errors';
import { editText } from '../keys/edit-text.ts';
import { keyHint } from '../keys/key-hint.ts';
import type { Store } from '../state/store.ts';

interface Question {
  readonly label: string;
  typed: string;
  answer(secret: string): void;
  refuse(error: WaybillError): void;
}

/** Secrets that have to be typed in, one after the other. */
export class SecretPrompts {
  readonly #store: Store;
  readonly #questions: Question[] = [];
  /** A reload asks again for what was typed a moment ago. */
  readonly #answers = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws {WaybillError} ERR_CANCELLED when somebody presses Escape */
  async ask(label: string): Promise<string> {
    const known = this.#answers.get(label);
    if (known !== undefined) return known;
    const secret = await new Promise<string>((answer, refuse) => {
      this.#questions.push({ label, typed: '', answer, refuse });
      this.#show();
    });
    if (secret !== '') this.#answers.set(label, secret);
    return secret;
  }

  forget(): void {
    this.#answers.clear();
  }

  press(key: string): void {
    const [question] = this.#questions;
    if (question === undefined) return;
    if (key === 'enter') {
      this.#questions.shift();
      question.answer(question.typed);
    } else if (key === 'escape') {
      this.#questions.shift();
      this.#refuse(question);
    } else {
      question.typed = editText(question.typed, key);
    }
    this.#show();
  }

  /** Gives up on everything that is still asked. */
  cancel(): void {
    for (const question of this.#questions.splice(0)) this.#refuse(question);
    this.#show();
  }

  #show(): void {
    const [question] = this.#questions;
    this.#store.update(({ layer }) => {
      if (question === undefined) return layer?.kind === 'prompt' ? { layer: undefined } : {};
      return { layer: { kind: 'prompt', label: question.label, length: [...question.typed].length } };
    });
  }

  #refuse({ label, refuse }: Question): void {
    const hint = `Reload with ${keyHint('collection.reload', this.#store.state())} to be asked again.`;
    refuse(new WaybillError('ERR_CANCELLED', `"${label}" was not typed in.`, { hint }));
  }
}
