import { type MouseReport, mouseReport } from './mouse-report.ts';

const ESCAPE = '\u001b';
const PASTE_START = `${ESCAPE}[200~`;
const PASTE_END = `${ESCAPE}[201~`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what terminals send are control sequences
const MOUSE = /^\u001b\[<(\d{1,5});(\d{1,5});(\d{1,5})([Mm])/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const MOUSE_BEGUN = /^\u001b\[<[ -?]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const MOUSE_BROKEN = /^\u001b\[<[ -?]*[@-~]?/;
/** The answer to a question for the background colour (OSC 11). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const BACKGROUND = /^\u001b\]11;([^\u0007\u001b]{0,64})(?:\u0007|\u001b\\)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const BACKGROUND_BEGUN = /^\u001b\](?:1|11|11;[^\u0007\u001b]{0,64}\u001b?)?$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const DOUBTFUL = /^\u001b(?:\]|\[(?:2(?:00?)?)?)?$/;

export interface Split {
  /** What was typed or pasted. */
  readonly keys: string;
  readonly mouse: readonly MouseReport[];
  /** Colours that the terminal says its background has. */
  readonly backgrounds: readonly string[];
}

/**
 * Takes out of what a terminal sends what nobody typed: clicks and answers, which would be typed into a text field or
 * pressed as keys otherwise. They may arrive in pieces, and broken ones are dropped. What is pasted is left alone, so
 * that a text from elsewhere cannot click.
 */
export class ReportSplitter {
  /** Whether the terminal was told to report the mouse. */
  expectsMouse = false;
  /** Whether the terminal was asked for its background, and has not said yet. */
  expectsBackground = false;
  #pending = '';
  #isPasting = false;

  /** Whether it holds back what may be the start of a report as well as an Escape that somebody pressed. */
  get isInDoubt(): boolean {
    return DOUBTFUL.test(this.#pending);
  }

  push(chunk: string): Split {
    const mouse: MouseReport[] = [];
    const backgrounds: string[] = [];
    let keys = '';
    let rest = this.#pending + chunk;
    this.#pending = '';
    while (rest !== '') {
      const start = rest.indexOf(ESCAPE);
      if (start !== 0) {
        keys += start < 0 ? rest : rest.slice(0, start);
        rest = start < 0 ? '' : rest.slice(start);
        continue;
      }
      if (this.#isUnfinished(rest)) {
        this.#pending = rest;
        break;
      }
      const report = this.#isPasting ? undefined : this.#takeReport(rest, mouse, backgrounds);
      if (report !== undefined) {
        rest = rest.slice(report.length);
        continue;
      }
      if (rest.startsWith(this.#isPasting ? PASTE_END : PASTE_START)) this.#isPasting = !this.#isPasting;
      keys += ESCAPE;
      rest = rest.slice(1);
    }
    return { keys, mouse, backgrounds };
  }

  /** The rest of a report would have come by now: it was an Escape. */
  settle(): string {
    if (!this.isInDoubt) return '';
    const keys = this.#pending;
    this.#pending = '';
    return keys;
  }

  #isUnfinished(text: string): boolean {
    if (this.#isPasting) return text.length < PASTE_END.length && PASTE_END.startsWith(text);
    if (this.expectsBackground && text !== ESCAPE && BACKGROUND_BEGUN.test(text)) return true;
    if (!this.expectsMouse) return false;
    return MOUSE_BEGUN.test(text) || (text.length < PASTE_START.length && PASTE_START.startsWith(text));
  }

  /** Takes a report from the start of a text; returns it as it came. */
  #takeReport(text: string, mouse: MouseReport[], backgrounds: string[]): string | undefined {
    const [whole, code, column, row, final = ''] = MOUSE.exec(text) ?? [];
    if (whole !== undefined) {
      const report = mouseReport(Number(code), Number(column), Number(row), final);
      if (report !== undefined && this.expectsMouse) mouse.push(report);
      return whole;
    }
    const broken = MOUSE_BROKEN.exec(text)?.[0];
    if (broken !== undefined) return broken;
    if (!this.expectsBackground) return undefined;
    const [answer, color] = BACKGROUND.exec(text) ?? [];
    if (color === undefined) return undefined;
    this.expectsBackground = false;
    backgrounds.push(color);
    return answer;
  }
}
