import { Readable } from 'node:stream';
import type { ReadStream } from 'node:tty';
import type { MouseReport } from './mouse-report.ts';
import { ReportSplitter } from './report-splitter.ts';

/** As long as Ink waits for the rest of a sequence. */
const UNTIL_WHOLE_MS = 20;
const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';
const ASK_BACKGROUND = '\u001b]11;?\u0007';

/** What comes from the terminal without what nobody typed. Ink reads the keys from it. */
export class TerminalInput extends Readable {
  readonly isTTY = true;
  readonly #source: ReadStream;
  readonly #write: (text: string) => void;
  readonly #splitter = new ReportSplitter();
  readonly #mouseListeners = new Set<(report: MouseReport) => void>();
  #onBackground: ((color: string) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: ReadStream, write: (text: string) => void) {
    super({ encoding: 'utf8' });
    this.#source = source.setEncoding('utf8');
    this.#write = write;
  }

  override _read(): void {}

  setRawMode(isRaw: boolean): this {
    this.#source.setRawMode(isRaw);
    this.#source.off('data', this.#take);
    // Whoever has the terminal meanwhile reads it alone.
    if (isRaw) this.#source.on('data', this.#take).resume();
    else this.#source.pause();
    return this;
  }

  ref(): this {
    this.#source.ref();
    return this;
  }

  unref(): this {
    this.#source.unref();
    return this;
  }

  /** Tells the terminal whether to report clicks and the wheel (modes 1000 and 1006). */
  setMouse(isOn: boolean): void {
    this.#splitter.expectsMouse = isOn;
    this.#write(isOn ? MOUSE_ON : MOUSE_OFF);
  }

  /** Calls for each click and turn of the wheel; returns what ends it. */
  onMouse(listener: (report: MouseReport) => void): () => void {
    this.#mouseListeners.add(listener);
    return () => this.#mouseListeners.delete(listener);
  }

  /** Asks the terminal for its background colour; many terminals never answer. */
  askBackground(onAnswer: (color: string) => void): void {
    this.#splitter.expectsBackground = true;
    this.#onBackground = onAnswer;
    this.#write(ASK_BACKGROUND);
  }

  readonly #take = (chunk: string | Buffer): void => {
    clearTimeout(this.#timer);
    const { keys, mouse, backgrounds } = this.#splitter.push(String(chunk));
    if (keys !== '') this.push(keys, 'utf8');
    for (const color of backgrounds) this.#onBackground?.(color);
    for (const report of mouse) for (const listener of this.#mouseListeners) listener(report);
    if (this.#splitter.isInDoubt) this.#timer = setTimeout(() => this.#settle(), UNTIL_WHOLE_MS);
  };

  #settle(): void {
    const keys = this.#splitter.settle();
    if (keys !== '') this.push(keys, 'utf8');
  }
}
