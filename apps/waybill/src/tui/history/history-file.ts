import { constants } from 'node:fs';
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OWNER_ONLY, writeFileAtomically } from '../../files.ts';
import { type HistoryEntry, readHistoryLine } from './history-entry.ts';

const MOST_ENTRIES = 500;
const MOST_BYTES = 20_000_000;
/** How much of the limits is left after a trim: a full file must not be rewritten with each request. */
const KEPT_SHARE = 0.9;
const { O_APPEND, O_CREAT, O_WRONLY } = constants;
/** Windows has neither the flag nor the links that anybody may make. */
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0;

/** What was sent, on disk: a line of JSON per request, the newest last, for this user alone. */
export class HistoryFile {
  readonly path: string;
  readonly #folder: string;
  #turn: Promise<unknown> = Promise.resolve();
  /** Entries in the file, once it was read; another process may have added a few more. */
  #count: number | undefined;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'history');
    this.path = join(this.#folder, 'requests.jsonl');
  }

  /** Adds an entry, and drops the oldest ones of a file that has become too long. */
  add(entry: HistoryEntry): Promise<void> {
    const added = this.#turn.then(() => this.#append(`${JSON.stringify(entry)}\n`));
    this.#turn = added.catch(() => undefined);
    return added;
  }

  /** What is remembered, the newest first. A broken line is as if it were not there. */
  async entries(): Promise<readonly HistoryEntry[]> {
    await this.#turn;
    return (await this.#lines()).flatMap((line) => readHistoryLine(line) ?? []).reverse();
  }

  async #append(line: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await chmod(this.#folder, 0o700);
    const file = await open(this.path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, OWNER_ONLY);
    let bytes: number;
    try {
      await file.chmod(OWNER_ONLY);
      await file.appendFile(line);
      bytes = (await file.stat()).size;
    } finally {
      await file.close();
    }
    this.#count = this.#count === undefined ? (await this.#lines()).length : this.#count + 1;
    if (this.#count > MOST_ENTRIES || bytes > MOST_BYTES) await this.#trim();
  }

  async #trim(): Promise<void> {
    const lines = (await this.#lines()).slice(-MOST_ENTRIES * KEPT_SHARE);
    let bytes = 0;
    const tooLong = lines.findLastIndex((line) => {
      bytes += Buffer.byteLength(line) + 1;
      return bytes > MOST_BYTES * KEPT_SHARE;
    });
    const kept = lines.slice(tooLong + 1);
    await writeFileAtomically(this.path, kept.map((line) => `${line}\n`).join(''), OWNER_ONLY);
    this.#count = kept.length;
  }

  async #lines(): Promise<readonly string[]> {
    const text = await readFile(this.path, 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }
}
