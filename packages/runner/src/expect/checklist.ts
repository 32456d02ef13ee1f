import { type SourceLocation, WaybillError } from '@waybill/errors';
import type { Mismatch } from '../result.ts';

/** What the checks of a response found. */
export interface Checked {
  readonly mismatches: readonly Mismatch[];
  /** What kept a check from being made, such as an unknown variable. */
  readonly error?: WaybillError | undefined;
}

/** Collects what checks find, so that all of it is told and not only the first. */
export class Checklist {
  readonly #mismatches: Mismatch[] = [];
  #error: WaybillError | undefined;
  #saidNotJson = false;

  /** Makes a check of what `subject` names. What it throws is kept, and the next check is made all the same. */
  add(subject: string, location: SourceLocation, check: () => readonly Mismatch[]): void {
    try {
      for (const mismatch of check()) this.#mismatches.push(mismatch);
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error;
      this.#keep(error, subject, location);
    }
  }

  get checked(): Checked {
    return { mismatches: this.#mismatches, ...(this.#error === undefined ? {} : { error: this.#error }) };
  }

  #keep(error: WaybillError, subject: string, location: SourceLocation): void {
    if (error.code === 'ERR_CHECK_LIMIT') {
      this.#mismatches.push({ subject, expected: 'an answer in good time', actual: error.message, location });
      return;
    }
    if (error.code !== 'ERR_BODY_NOT_JSON') {
      this.#error ??= error;
      return;
    }
    // The same for every path into the body: once is enough.
    if (this.#saidNotJson) return;
    this.#saidNotJson = true;
    const actual = [error.message, error.hint].filter((text) => text !== undefined).join(' ');
    this.#mismatches.push({ subject: 'body', expected: 'JSON', actual, location });
  }
}
