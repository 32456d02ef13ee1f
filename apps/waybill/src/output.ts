import { inspect, stripVTControlCharacters, styleText } from 'node:util';
import { formatLocation, LocatedError, supportDetails, WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import { escapeControls } from '@waybill/runner';

/** What shells report for a program that SIGPIPE ended, as `… | head` ends most. */
const CLOSED_PIPE = 128 + 13;

/** Ends the program when nobody reads its output any more; there is nobody to tell, either. */
export function endOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(CLOSED_PIPE);
      throw error;
    });
  }
}

type Style = Parameters<typeof styleText>[0];

/** The program's way to standard output and standard error. Everything passes the redactor here. */
export class Output {
  readonly redactor: Redactor;
  /** Whether a person watches: standard output is a terminal that can rewrite a line. */
  readonly interactive: boolean;
  readonly color: boolean;

  constructor(redactor: Redactor, env: NodeJS.ProcessEnv = process.env) {
    this.redactor = redactor;
    this.interactive = process.stdout.isTTY === true && env.TERM !== 'dumb';
    this.color = env.NO_COLOR ? false : this.interactive || Boolean(env.FORCE_COLOR);
  }

  get columns(): number {
    return process.stdout.columns ?? 80;
  }

  readonly write = (text: string): void => {
    process.stdout.write(this.redactor.redact(text));
  };

  line(text = ''): void {
    this.write(`${text}\n`);
  }

  /** The one exception: a token its owner asked to see. */
  writeUnredacted(text: string): void {
    process.stdout.write(text);
  }

  /** A line for people only: it never mixes with what a program reads from standard output. */
  note(text: string): void {
    process.stderr.write(`${this.redactor.redact(text)}\n`);
  }

  style(style: Style, text: string): string {
    return this.color ? styleText(style, text, { validateStream: false }) : text;
  }

  /** Shows an error: where, what happened, what to do, its code; the stack only for debugging. */
  error(error: unknown, debug: boolean): void {
    const safe = (text: string) => escapeControls(this.redactor.redact(text));
    if (error instanceof WaybillError) {
      const place = error instanceof LocatedError ? `${formatLocation(error.location)}: ` : '';
      this.note(`${this.style('red', 'error')} ${place}${safe(error.message)} [${error.code}]`);
      if (error.hint !== undefined) this.note(`      ${safe(error.hint)}`);
      const details = supportDetails(error);
      if (details !== undefined) this.note(this.style('dim', `      ${safe(details)}`));
    } else {
      this.note(
        `${this.style('red', 'error')} Waybill failed: ${safe(error instanceof Error ? error.message : String(error))} [ERR_INTERNAL]`,
      );
      this.note('      This is a defect of Waybill. Run again with --debug and report it.');
    }
    if (debug) this.stack(error);
  }

  /** The inside of an error, for who debugs. */
  stack(error: unknown): void {
    this.note(stripVTControlCharacters(inspect(error, { depth: 4 })));
  }
}
