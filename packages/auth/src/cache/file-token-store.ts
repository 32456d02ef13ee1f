import { dirname } from 'node:path';
import { WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';
import type { StoredTokens, TokenStore } from '../token-store.ts';
import type { CacheKey, UnlockedKey } from './cache-key.ts';
import { EntryNames } from './entry-names.ts';
import { type FileLockOptions, type HeldLock, withFileLock } from './file-lock.ts';
import { leftoversOf, moveAside, wipeFile } from './leftovers.ts';
import { markOf, readPrivateFile, replacePrivateFile } from './private-file.ts';
import { ensurePrivateFolder, findPrivateFolder } from './private-folder.ts';
import { corrupt, parseSealedFile, seal, unseal } from './sealed-file.ts';
import { isUseful, parseEntries, serializeEntries, type TokenEntries } from './token-entries.ts';

export interface FileTokenStoreOptions {
  /** Absolute path of the cache; its folder holds a lock and, for moments, a temporary file beside it. */
  readonly path: string;
  readonly key: CacheKey;
  /** Learns the key and every token of the file before it is returned. */
  readonly redactor: Redactor;
  /** Hears of a cache that could not be used and was moved aside. */
  readonly onNotice?: ((text: string) => void) | undefined;
  readonly lock?: FileLockOptions | undefined;
}

/** The file as it was read or written last. */
interface Snapshot {
  /** Tells whether the file has been replaced since; `undefined` for no file. */
  readonly mark: string | undefined;
  readonly key: UnlockedKey | undefined;
  readonly entries: TokenEntries;
}

const NO_FILE: Snapshot = { mark: undefined, key: undefined, entries: new Map() };

/**
 * Keeps tokens in one encrypted file that any number of processes share. Readers need no lock, as the file is only ever
 * replaced whole; writers take turns, and each adds its change to what the others wrote.
 *
 * Every method throws a {@link WaybillError}: ERR_CACHE_KEY, ERR_CACHE_VERSION or ERR_CACHE_UNSAFE when the file is not
 * for this process (it is left alone), ERR_CACHE_LOCKED, ERR_FILE_UNREADABLE, ERR_FILE_UNWRITABLE.
 *
 * @example
 * const store = new FileTokenStore({ path, key: keychainKey({ cachePath: path }), redactor });
 * await store.save(key, tokens);
 */
export class FileTokenStore implements TokenStore {
  readonly #options: FileTokenStoreOptions;
  readonly #names = new EntryNames();
  #snapshot: Snapshot | undefined;
  #reading: Promise<Snapshot> | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  /** Touches nothing yet. */
  constructor(options: FileTokenStoreOptions) {
    this.#options = options;
  }

  async load(key: string): Promise<StoredTokens | undefined> {
    const { entries, key: unlocked } = await this.#current();
    if (unlocked === undefined) return undefined;
    const tokens = entries.get(await this.#names.nameOf(key, unlocked));
    if (tokens === undefined) return undefined;
    this.#options.redactor.add(tokens.accessToken.token);
    if (tokens.refreshToken !== undefined) this.#options.redactor.add(tokens.refreshToken);
    return tokens;
  }

  async save(key: string, tokens: StoredTokens): Promise<void> {
    await this.#update(key, (entries, name) => entries.set(name, tokens));
  }

  async remove(key: string): Promise<void> {
    if ((await this.load(key)) === undefined) return;
    await this.#update(key, (entries, name) => entries.delete(name));
  }

  /** Wipes every trace: the file, what was moved aside or left by crashes, and the key where it is kept elsewhere. */
  async clear(): Promise<void> {
    const { path, key } = this.#options;
    if (!(await findPrivateFolder(dirname(path)))) return key.forget();
    await this.#exclusively(async () => {
      const leftovers = await leftoversOf(path, ['tmp-', 'corrupt-', 'lock.break']);
      for (const file of [path, ...leftovers]) await wipeFile(file);
      this.#snapshot = undefined;
      // Under the lock too: else it could be the new key of a process that starts over.
      await key.forget();
    });
  }

  /** The file as it is now, read only if it has changed; callers that ask at the same time share one read. */
  async #current(): Promise<Snapshot> {
    const mark = await markOf(this.#options.path);
    if (this.#snapshot !== undefined && this.#snapshot.mark === mark) return this.#snapshot;
    this.#reading ??= this.#read()
      .catch((error: unknown) => {
        if (!isCorrupt(error)) throw error;
        // Another process may be putting a good file there right now; only the lock makes sure which one is moved.
        return this.#exclusively(() => this.#readOrMoveAside());
      })
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }

  async #update(key: string, change: (entries: Map<string, StoredTokens>, name: string) => void): Promise<void> {
    const { path, key: source } = this.#options;
    await ensurePrivateFolder(dirname(path));
    // Unlocks the key before the lock is taken: that may be slow, or ask the user.
    await this.#current();
    await this.#exclusively(async (lock) => {
      const snapshot = await this.#readOrMoveAside();
      const unlocked = snapshot.key ?? this.#reveal(await source.create());
      const entries = new Map(snapshot.entries);
      change(entries, await this.#names.nameOf(key, unlocked));
      const now = new Date();
      for (const [name, tokens] of entries) if (!isUseful(tokens, now)) entries.delete(name);
      // Whoever holds the lock is the only writer, so a temporary file can only be what a crash left.
      for (const file of await leftoversOf(path, ['tmp-'])) await wipeFile(file);
      const text = seal(serializeEntries(entries), source.source, unlocked);
      const mark = await replacePrivateFile(path, text, () => lock.assertHeld());
      this.#remember({ mark, key: unlocked, entries });
    });
  }

  /** One writer at a time, in this process and among all. */
  async #exclusively<T>(work: (lock: HeldLock) => Promise<T>): Promise<T> {
    const { path, lock = {} } = this.#options;
    const turn = this.#writing.then(() => withFileLock(`${path}.lock`, lock, work));
    this.#writing = turn.catch(() => {});
    return turn;
  }

  async #readOrMoveAside(): Promise<Snapshot> {
    const { path, onNotice } = this.#options;
    try {
      return await this.#read();
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      const aside = await moveAside(path);
      onNotice?.(
        `${error.message} It was moved to ${aside} and a new cache was started; you may have to sign in again.`,
      );
      return NO_FILE;
    }
  }

  async #read(): Promise<Snapshot> {
    const { path, key: source } = this.#options;
    const file = await readPrivateFile(path);
    if (file === undefined) return this.#remember(NO_FILE);
    if (file.text === undefined) throw corrupt(path, 'is too large');
    const sealed = parseSealedFile(path, file.text);
    if (sealed.header.key.source !== source.source) throw otherSource(path, sealed.header.key.source, source.source);
    const key = this.#reveal(await source.unlock(sealed.header.key.parameters));
    const plaintext = unseal(sealed, key);
    if (plaintext === undefined) throw wrongKey(path, source.source);
    return this.#remember({ mark: file.mark, key, entries: parseEntries(path, plaintext) });
  }

  #remember(snapshot: Snapshot): Snapshot {
    this.#snapshot = snapshot;
    return snapshot;
  }

  #reveal(key: UnlockedKey): UnlockedKey {
    if (key.bytes !== undefined) this.#options.redactor.add(key.bytes.toString('base64'));
    return key;
  }
}

function isCorrupt(error: unknown): error is WaybillError {
  return error instanceof WaybillError && error.code === 'ERR_CACHE_CORRUPT';
}

const START_OVER = 'or sign out to wipe the cache and start a new one. The file was not changed.';

function wrongKey(path: string, source: string): WaybillError {
  return new WaybillError('ERR_CACHE_KEY', `The token cache ${path} was sealed with another key (${source}).`, {
    hint: `Use the key it was made with, ${START_OVER}`,
  });
}

function otherSource(path: string, actual: string, expected: string): WaybillError {
  const message = `The token cache ${path} has its key from "${actual}", but this run is set up for "${expected}".`;
  return new WaybillError('ERR_CACHE_KEY', message, { hint: `Set up the key as before, ${START_OVER}` });
}
