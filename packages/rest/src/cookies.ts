import type { CookieJar as Jar } from 'tough-cookie';

/**
 * Keeps the cookies that servers set and gives them back where they belong, by domain, path, `Secure` and expiry
 * (RFC 6265). What keeps them is loaded with the first cookie: most services set none.
 */
export class Cookies {
  #jar: Jar | undefined;

  /** The `Cookie` header for a URL: what the caller wrote, and the kept cookies of other names; undefined for none. */
  headerFor(url: string, written: string | undefined): string | undefined {
    const own = cookiePairs(written);
    const taken = new Set(own.map(([name]) => name));
    const kept = (this.#jar?.getCookiesSync(url) ?? []).filter(({ key }) => !taken.has(key));
    const pairs = [...(written === undefined ? [] : [written]), ...kept.map((cookie) => cookie.cookieString())];
    return pairs.length === 0 ? undefined : pairs.join('; ');
  }

  /** Keeps what a response sets; what it may not set, such as a cookie of another domain, is left out. */
  async keep(setCookies: readonly string[], url: string): Promise<void> {
    if (setCookies.length === 0) return;
    // A cookie that is `Secure` crosses no plain connection, not even to this machine: what listens may pass it on.
    this.#jar ??= new (await import('tough-cookie')).CookieJar(undefined, { allowSecureOnLocal: false });
    for (const each of setCookies) this.#jar.setCookieSync(each, url, { ignoreError: true });
  }
}

/** Name and value of each cookie in a `Cookie` header, or of the one in a `Set-Cookie` header. */
export function cookiePairs(header: string | undefined): [name: string, value: string][] {
  const parts = header?.split(';') ?? [];
  return parts.flatMap((part): [string, string][] => {
    const [, name, value] = /^\s*([^=]*?)\s*=\s*"?(.*?)"?\s*$/s.exec(part) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
}
