import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';
import { type Palette, screenSvg } from './screen-svg.ts';

/** What users start, once it is built. */
export const PROGRAM = fileURLToPath(new URL('../../../apps/waybill/dist/main.js', import.meta.url));

const FRAME_START = '\u001b[?2026h';
const FRAME_END = '\u001b[?2026l';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Something else than the built program, with its first arguments. */
  readonly program?: readonly [string, ...string[]];
}

/** The built program in a real pseudo-terminal, with a screen that understands what it writes. */
export class Terminal {
  readonly #pty;
  readonly #screen;
  #unfinished = '';
  /** Everything the program wrote, escape sequences included. */
  output = '';
  /** The exit code, once the program has ended and its last output is on the screen. */
  readonly exit: Promise<number>;

  constructor(args: readonly string[], options: TerminalOptions) {
    const { columns = 120, rows = 40 } = options;
    this.#screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.#screen.loadAddon(new UnicodeGraphemesAddon());
    const [program, ...first] = options.program ?? [process.execPath, PROGRAM];
    this.#pty = spawn(program, [...first, ...args], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: options.cwd ?? process.cwd(),
      env: { PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...options.env },
    });
    this.#pty.onData((data) => {
      this.output += data;
      this.#unfinished += data;
      // A frame is drawn whole, as terminals with synchronised output (mode 2026) do: half of one proves nothing.
      if (this.#unfinished.lastIndexOf(FRAME_START) > this.#unfinished.lastIndexOf(FRAME_END)) return;
      this.#screen.write(this.#unfinished);
      this.#unfinished = '';
    });
    // A terminal answers some of what a program asks.
    this.#screen.onData((answer) => this.#pty.write(answer));
    this.exit = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        // As a shell reports it: a signal that ended the program counts from 128.
        this.#screen.write('', () => resolve(signal ? 128 + signal : exitCode));
      });
    });
  }

  /** The screen as text, a line per row. */
  screen(): string {
    const buffer = this.#screen.buffer.active;
    return Array.from({ length: this.#screen.rows }, (_, row) =>
      buffer.getLine(buffer.viewportY + row)?.translateToString(true),
    ).join('\n');
  }

  /** The characters of each row by their column; an empty text follows one that is two columns wide. */
  cells(): readonly (readonly string[])[] {
    const buffer = this.#screen.buffer.active;
    return Array.from({ length: this.#screen.rows }, (_, row) => {
      const line = buffer.getLine(buffer.viewportY + row);
      return Array.from({ length: this.#screen.cols }, (_cell, column) => line?.getCell(column)?.getChars() || ' ');
    });
  }

  /** The screen as a picture. */
  svg(palette: Palette): string {
    return screenSvg(this.#screen, palette);
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal?: string): void {
    this.#pty.kill(signal);
  }

  /** Waits until the screen shows something, and fails with the screen if it does not. */
  async waitFor(text: RegExp | string, timeoutMs = 10_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    const isThere = () => (typeof text === 'string' ? this.screen().includes(text) : text.test(this.screen()));
    while (!isThere()) {
      if (Date.now() > deadline) throw new Error(`The screen never showed ${text}:\n${this.screen()}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** Starts `waybill` in a terminal; it is killed when the test ends. */
export function openTerminal(args: readonly string[], options: TerminalOptions = {}): Terminal {
  // What a program keeps between runs must not end up with whoever runs the tests.
  const home = mkdtempSync(join(tmpdir(), 'waybill-test-home-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const terminal = new Terminal(args, { ...options, env: { WAYBILL_HOME: home, ...options.env } });
  onTestFinished(() => terminal.kill('SIGKILL'));
  return terminal;
}
