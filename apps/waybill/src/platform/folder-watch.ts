import { type FSWatcher, watch } from 'node:fs';
import { basename, join } from 'node:path';

/** An editor writes a file in several steps, and a checkout writes many files. */
const QUIET_MS = 100;
/** What a collection is made of; a name without a dot may be a new folder. */
export function isCollectionFile(path: string): boolean {
  return /\.(ya?ml|env)$|^[^.]+$/.test(basename(path));
}

/**
 * Tells when something in one of these folders changed. Folders are watched, not files: an editor that saves by renaming
 * puts another file in place. Not their subfolders: a collection may lie beside a whole `node_modules`.
 */
export class FolderWatch {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #onChange: () => void;
  readonly #isRelevant: (path: string) => boolean;
  #timer: NodeJS.Timeout | undefined;

  /** @param isRelevant whether a change of this file counts */
  constructor(onChange: () => void, isRelevant: (path: string) => boolean = isCollectionFile) {
    this.#onChange = onChange;
    this.#isRelevant = isRelevant;
  }

  /** Watches these folders and no others. */
  follow(folders: ReadonlySet<string>): void {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#drop(folder);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.follow(new Set());
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, (_event, file) => {
        if (file !== null && !this.#isRelevant(join(folder, file))) return;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(this.#onChange, QUIET_MS);
      });
      watcher.on('error', () => this.#drop(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // It is not there, or the system has no watch to spare: the reload command is left.
    }
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
