import type { AccessToken } from '../access-token.ts';
import type { StoredTokens } from '../token-store.ts';
import { corrupt } from './sealed-file.ts';

/** The tokens of a cache by their key. */
export type TokenEntries = ReadonlyMap<string, StoredTokens>;

type DateField = { [Name in keyof AccessToken]-?: AccessToken[Name] extends Date ? Name : never }[keyof AccessToken];

/** JSON knows no dates. A `Record`, so that a date somebody adds to the token cannot be forgotten here. */
const DATE_FIELDS: Readonly<Record<DateField, true>> = { acquiredOn: true, expiresOn: true };
const DATES = Object.keys(DATE_FIELDS) as DateField[];

/**
 * Writes entries as one line of JSON.
 *
 * @throws {RangeError} for a date that is none: JSON would make it `null`, and the file one that nobody can read
 */
export function serializeEntries(entries: TokenEntries): string {
  for (const { accessToken } of entries.values()) for (const field of DATES) accessToken[field].toISOString();
  return JSON.stringify([...entries].map(([key, tokens]) => ({ key, ...tokens })));
}

/**
 * Reads what {@link serializeEntries} wrote; fields it does not know survive.
 *
 * @throws {WaybillError} ERR_CACHE_CORRUPT
 */
export function parseEntries(path: string, text: string): TokenEntries {
  const entries = parseArray(text)?.map((entry) => parseEntry(path, entry));
  if (entries === undefined) throw corrupt(path, 'does not hold a list of tokens');
  return new Map(entries);
}

/** Whether an entry may still serve: its token lives, or a refresh token can fetch another. */
export function isUseful(tokens: StoredTokens, now: Date): boolean {
  return tokens.refreshToken !== undefined || tokens.accessToken.expiresOn > now;
}

function parseArray(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function parseEntry(path: string, entry: unknown): [string, StoredTokens] {
  const { key, accessToken, ...rest } = objectFrom(entry);
  const { refreshToken } = rest;
  const token = withDates(objectFrom(accessToken));
  const isWhole = typeof key === 'string' && (refreshToken === undefined || typeof refreshToken === 'string');
  if (!isWhole || !isAccessToken(token)) throw corrupt(path, 'holds a token that is not whole');
  return [key, { ...rest, accessToken: token } as StoredTokens];
}

function objectFrom(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function withDates(token: Record<string, unknown>): Record<string, unknown> {
  const dates = DATES.map((field) => [field, new Date(String(token[field]))]);
  return { ...token, ...Object.fromEntries(dates) };
}

/** Only what this folder relies on; what the token says of itself was checked when it was issued. */
function isAccessToken(token: object): token is AccessToken {
  const { token: secret, scopes, ...rest } = token as Partial<Record<keyof AccessToken, unknown>>;
  return typeof secret === 'string' && Array.isArray(scopes) && DATES.every((field) => isValidDate(rest[field]));
}

function isValidDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
