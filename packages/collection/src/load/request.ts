import type { Json, Locate, RequestDefinition } from '../model.ts';
import { checkShape } from '../schema/problems.ts';
import { BODY_KINDS, METHODS, requestSchema } from '../schema/request-schema.ts';
import { suggestion } from '../suggest.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { readBody } from './body.ts';
import { readCaptures } from './capture.ts';
import { checkCombinations } from './combinations.ts';
import { readCondition } from './condition.ts';
import { readEvents } from './events.ts';
import { readExpectations } from './expectations.ts';
import { type Inherited, inherit } from './inheritance.ts';
import { readPaging } from './paging.ts';
import { readPoll } from './poll.ts';
import { checkSnapshots } from './snapshot.ts';
import { type JoinedUrl, joinUrl } from './url.ts';

/** A request whose `needs` still are as written. */
export type RequestDraft = Omit<RequestDefinition, 'needs'> & {
  readonly needs: readonly { readonly name: string; readonly place: Place }[];
};

/** Reads one request; undefined when it can not be used. Problems go to the place's list. */
export function readRequest(place: Place, key: string, id: string, parent: Inherited): RequestDraft | undefined {
  const broken = checkShape(requestSchema, place, `The request \`${key}\``);
  if (!isMapping(place.value)) return undefined;
  const own = inherit(parent, place, broken, `request ${key}`);
  const target = readTarget(place, key, broken, own);
  const body = readBody(place, broken, target?.method);
  const pollPlace = place.at('poll');
  const poll = pollPlace.value === undefined ? undefined : readPoll(pollPlace, own.baseUrl);
  const expect = readExpectations(place.at('expect'));
  const warn = place.at('warn').value === undefined ? undefined : readExpectations(place.at('warn'));
  checkSnapshots(place);
  const capture = readCaptures(place.at('capture'));
  const paginate = broken.has('paginate') ? undefined : readPaging(place.at('paginate'), target?.method);
  const events = broken.has('events') ? undefined : readEvents(place.at('events'));
  checkCombinations(place);
  const when = broken.has('when') ? undefined : readCondition(place.at('when'));
  if (target === undefined) return undefined;
  const text = (name: string) => place.at(name).value as string | undefined;
  const description = text('description');
  const docs = text('docs');
  const download = text('download');
  return {
    id,
    key,
    name: text('name') ?? key,
    ...(description === undefined ? {} : { description }),
    ...(docs === undefined ? {} : { docs }),
    trail: own.trail,
    method: target.method,
    url: target.joined.url,
    query: (place.at('query').value ?? {}) as Readonly<Record<string, Json>>,
    headers: Object.fromEntries([...own.headers.values()].map(({ name, value }) => [name, value])),
    ...(body === undefined ? {} : { body }),
    auth: own.auth?.value === 'none' ? undefined : own.auth?.value,
    authLocation: own.auth?.location,
    expect,
    ...(warn === undefined ? {} : { warn }),
    capture,
    needs: broken.has('needs') ? [] : readNeeds(place.at('needs')),
    tags: own.tags,
    layers: own.layers,
    ...(own.timeout === undefined ? {} : { timeout: own.timeout.value }),
    ...(own.followRedirects === undefined ? {} : { followRedirects: own.followRedirects }),
    ...(own.retry === undefined ? {} : { retry: { ...own.retry, isOwn: place.at('retry').value !== undefined } }),
    ...(own.cookies ? {} : { cookies: false }),
    ...(paginate === undefined ? {} : { paginate }),
    ...(events === undefined ? {} : { events }),
    ...(download === undefined || broken.has('download') ? {} : { download }),
    ...(when === undefined ? {} : { when }),
    ...(own.purpose === undefined ? {} : { [own.purpose]: true as const }),
    ...(poll === undefined ? {} : { poll }),
    location: place.keyLocation,
    locate: locateIn(place, own, target),
  };
}

interface Target {
  readonly method: string;
  /** The key that holds the URL. */
  readonly key: string;
  readonly joined: JoinedUrl;
}

/** Exactly one of `get: url` and its like, or `method` with `url`. */
function readTarget(place: Place, name: string, broken: ReadonlySet<string>, own: Inherited): Target | undefined {
  const isWritten = (key: string) => place.at(key).value !== undefined;
  const shorthands = METHODS.filter(isWritten);
  const hint = 'Write one of get: /path, post: /path, …, or method: GET with url: /path.';
  const [shorthand, second] = [...shorthands, ...['method', 'url'].filter(isWritten)];
  if (shorthand === undefined) {
    return void place.reportKey(`The request \`${name}\` has no method and URL.`, hint);
  }
  if (shorthands.length > 0) {
    if (second !== undefined) {
      place.at(second).reportKey(`The request \`${name}\` has both \`${shorthand}\` and \`${second}\`.`, hint);
      return undefined;
    }
    if (broken.has(shorthand)) return undefined;
    const joined = joinUrl(place.at(shorthand), String(place.at(shorthand).value), own.baseUrl);
    return joined && { method: shorthand.toUpperCase(), key: shorthand, joined };
  }
  if (!isWritten('method') || !isWritten('url')) {
    const missing = isWritten('method') ? 'url' : 'method';
    return void place.reportKey(`The request \`${name}\` has no \`${missing}\`.`, hint);
  }
  if (broken.has('method') || broken.has('url')) return undefined;
  const method = String(place.at('method').value);
  if (!(METHODS as readonly string[]).includes(method.toLowerCase())) {
    const names = METHODS.map((known) => known.toUpperCase());
    place.at('method').report(`\`${method}\` is not a method.`, suggestion(method, names, 'Methods are'));
  }
  const joined = joinUrl(place.at('url'), String(place.at('url').value), own.baseUrl);
  return joined && { method: method.toUpperCase(), key: 'url', joined };
}

function readNeeds(place: Place): RequestDraft['needs'] {
  return place.items().map((item) => ({ name: String(item.value), place: item }));
}

function locateIn(place: Place, own: Inherited, target: Target): Locate {
  return (path) => {
    const [first, second, ...rest] = path;
    if (first === 'url') return target.joined.location();
    if (first === 'method' && target.key !== 'url') return place.at(target.key).keyLocation;
    if (first === 'auth' && own.auth !== undefined) return own.auth.location;
    if (first === 'timeout' && own.timeout !== undefined) return own.timeout.location;
    if (first === 'headers' && second !== undefined) {
      const header = own.headers.get(String(second).toLowerCase());
      if (header !== undefined) return header.location;
    }
    if (first === 'body') {
      const kind = BODY_KINDS.find((key) => place.at(key).value !== undefined);
      if (kind !== undefined) return place.locate(second === undefined ? [kind] : [kind, second, ...rest]);
    }
    return place.locate(path);
  };
}
