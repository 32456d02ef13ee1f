import { dirname, resolve } from 'node:path';
import { parseDuration } from '../duration.ts';
import { isTemplate } from '../template/parse.ts';
import type { Place } from '../yaml/place.ts';
import { checkDuration } from './checks.ts';

/** A certificate to show to a host that asks for one. Paths are absolute; all but `host` may be templates. */
interface ClientCertificate {
  /** With its port, unless that is 443. */
  readonly host: string;
  readonly certificate: string;
  readonly key: string;
  readonly passphrase?: string;
}

export interface TlsSettings {
  /** Paths of PEM files with certificates to trust besides the usual ones. */
  readonly ca: readonly string[];
  readonly clientCertificates: readonly ClientCertificate[];
}

/** As many requests as may be started within any span of this length. */
export interface RateLimit {
  readonly to:
    | { readonly kind: 'host'; readonly host: string }
    /** Upper case method, `*` for any; a path below the root of the API, whose segments `*` and `{name}` stand for any. */
    | { readonly kind: 'operation'; readonly method: string; readonly path: string };
  readonly requests: number;
  /** As written, such as `1h`. */
  readonly per: string;
  readonly perMs: number;
}

/** Reads `tls`, whose shape was checked before. */
export function readTls(place: Place): TlsSettings | undefined {
  if (place.value === undefined) return undefined;
  const folder = dirname(place.source.file);
  const ca = place.at('ca');
  const paths = ca.items().length > 0 ? ca.items().map(({ value }) => value) : [ca.value ?? []].flat();
  return {
    ca: paths.map((path) => absolute(folder, String(path))),
    clientCertificates: place
      .at('clientCertificates')
      .items()
      .map((item) => {
        const text = (key: string) => String(item.at(key).value);
        const passphrase = item.at('passphrase').value;
        return {
          host: readHost(item.at('host')),
          certificate: absolute(folder, text('certificate')),
          key: absolute(folder, text('key')),
          ...(passphrase === undefined ? {} : { passphrase: String(passphrase) }),
        };
      }),
  };
}

/** A path that begins with a template is left alone: only what it stands for says where it begins. */
function absolute(folder: string, path: string): string {
  return path.startsWith('{{') ? path : resolve(folder, path);
}

/** Reads `rateLimits`, whose shape was checked before; those with problems are left out. */
export function readRateLimits(place: Place): RateLimit[] {
  return place.items().flatMap((item) => {
    const to = readTarget(item);
    const per = item.at('per');
    const text = per.value as string | number;
    if (isTemplate(String(text))) per.report('The span of a rate limit can not be a template.', 'Write it out: 1h.');
    if (isTemplate(String(text)) || !checkDuration(per, text)) return [];
    const perMs = parseDuration(text);
    if (perMs === 0) per.report('A rate limit needs a span of time.', 'Write a duration such as 1h.');
    const requests = Number(item.at('requests').value);
    return to === undefined || perMs === 0 ? [] : [{ to, requests, per: String(text), perMs }];
  });
}

const OPERATION = /^(?:(\*|[A-Za-z]+)\s+)?(\/\S*)$/;

function readTarget(item: Place): RateLimit['to'] | undefined {
  const [host, operation] = [item.at('host'), item.at('operation')];
  const hint = 'Write `host: api.powerbi.com` or `operation: GET /admin/groups`.';
  if ((host.value === undefined) === (operation.value === undefined)) {
    const what = host.value === undefined ? 'neither `host` nor `operation`' : 'both `host` and `operation`';
    return void item.report(`A rate limit is for one of them, but this one has ${what}.`, hint);
  }
  if (host.value !== undefined) return { kind: 'host', host: readHost(host) };
  const [, method = '*', path] = OPERATION.exec(String(operation.value)) ?? [];
  if (path === undefined) return void operation.report(`\`${operation.value}\` is no operation.`, hint);
  return { kind: 'operation', method: method.toUpperCase(), path };
}

function readHost(place: Place): string {
  const text = String(place.value);
  const url = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : undefined;
  if (url !== undefined && url.href === `https://${url.host}/`) return url.host;
  place.report(`\`${text}\` is no host.`, 'Write a name such as api.powerbi.com, with its port if it has one.');
  return text;
}
