import type { Redactor } from '@waybill/redaction';
import { Output } from '../output.ts';

/** What would go to standard error goes to the screen: the terminal belongs to the UI. */
export class ScreenOutput extends Output {
  readonly #show: (text: string) => void;

  constructor(redactor: Redactor, env: NodeJS.ProcessEnv, show: (text: string) => void) {
    super(redactor, env);
    this.#show = show;
  }

  override note(text: string): void {
    this.#show(this.redactor.redact(text));
  }
}
