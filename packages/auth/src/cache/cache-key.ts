/** Where the key of a cache comes from; written into the file, so that a wrong source is noticed before a wrong key. */
export type KeySource = 'keychain' | 'dpapi' | 'passphrase' | 'environment' | 'plaintext';

/** What a key source has to find in the file to make the same key again, such as a salt. Nothing secret. */
export type KeyParameters = Readonly<Record<string, string | number>>;

/** A key, and what its source needs to find it again. */
export interface UnlockedKey {
  /** 32 bytes for AES-256; `undefined` leaves the file unencrypted. */
  readonly bytes: Buffer | undefined;
  readonly parameters: KeyParameters;
}

/** A source of the key that seals a token cache. */
export interface CacheKey {
  readonly source: KeySource;
  /** Makes the key for a new file. */
  create(): Promise<UnlockedKey>;
  /**
   * Finds the key of an existing file.
   *
   * @throws {WaybillError} ERR_CACHE_KEY when it is not there, is another one, or the source does not work here
   */
  unlock(parameters: KeyParameters): Promise<UnlockedKey>;
  /** Deletes the key, where it is kept outside the file. */
  forget(): Promise<void>;
}

/** The size of an AES-256 key. */
export const KEY_BYTES = 32;
