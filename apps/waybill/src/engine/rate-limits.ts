import type { Environment, RateLimit } from '@waybill/collection';
import { type Cloud, pathBelowMyorg } from '@waybill/powerbi';
import { RateLimiter, type RateRule } from '@waybill/runner';

/** One limiter for each environment, whichever collection is run in it. */
export class RateLimiters {
  readonly #known = new Map<string, RateLimiter>();

  of(environment: Environment | undefined, { apiUrl }: Cloud): RateLimiter | undefined {
    if (environment === undefined || environment.rateLimits.length === 0) return undefined;
    const known = this.#known.get(environment.file) ?? new RateLimiter(rateRules(environment.rateLimits, apiUrl));
    this.#known.set(environment.file, known);
    return known;
  }
}

/** The rate limits of an environment; operations are those of its API. */
function rateRules(limits: readonly RateLimit[], apiUrl: string): RateRule[] {
  return limits.map(({ to, requests, per, perMs }) => {
    const rule = { requests, perMs };
    const text = `${requests} requests per ${per} to ${to.kind === 'host' ? to.host : `${to.method} ${to.path}`}`;
    if (to.kind === 'host')
      return { ...rule, text, appliesTo: ({ url }) => new URL(url).host === hostOf(to.host, url) };
    const api = new URL(apiUrl).origin;
    const path = pathPattern(to.path);
    return {
      ...rule,
      text,
      appliesTo: ({ method, url }) =>
        (to.method === '*' || to.method === method) && new URL(url).origin === api && path.test(pathBelowMyorg(url)),
    };
  });
}

/** A host without a port is that of any scheme's own port. */
function hostOf(host: string, url: string): string {
  return new URL(`${new URL(url).protocol}//${host}`).host;
}

/** Power BI takes paths in any case; `*` and `{groupId}` stand for one segment. */
function pathPattern(path: string): RegExp {
  const segments = path.split('/').filter((segment) => segment !== '');
  const patterns = segments.map((segment) =>
    /^(?:\*|\{.*\})$/.test(segment) ? '[^/]+' : segment.replaceAll(/\W/g, (character) => `\\${character}`),
  );
  return new RegExp(`^/${patterns.join('/')}/?$`, 'i');
}
