import type { Collection, RequestDefinition } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import { type Precedence, precedenceOf } from './precedence.ts';
import { variablesOf } from './variables-of.ts';

/** Which requests of a collection are to run; without a filter, all. */
export interface Selection {
  /** Requests that carry at least one of these. */
  readonly tags?: readonly string[] | undefined;
  /** None of those that carry one of these, unless another needs them. */
  readonly excludedTags?: readonly string[] | undefined;
  /** Requests by key or id. */
  readonly requests?: readonly string[] | undefined;
  /** Requests of these files. */
  readonly files?: ReadonlySet<string> | undefined;
  /** Adds the teardowns of what is captured, so that a selection leaves nothing behind either. */
  readonly withTeardown?: boolean | undefined;
}

/** What will run. */
export interface Plan {
  /** In the order of their results: setups, the others and teardowns, each in file order. */
  readonly requests: readonly RequestDefinition[];
  readonly after: Precedence;
  /** What must pass before anything else is sent. */
  readonly setups: ReadonlySet<string>;
}

/**
 * Plans a run. What a selected request `needs` is run too, what captures the variables it uses, and every setup.
 *
 * @throws {WaybillError} ERR_REQUEST_UNKNOWN when a selection names a request, or a tag, that does not exist
 */
export function createPlan(collection: Pick<Collection, 'requests'>, selection: Selection = {}): Plan {
  const selected = select(collection.requests, selection);
  // What a setup needs sets up, too.
  const setups = withNeeds(
    selected,
    selected.filter(({ setup }) => setup),
  );
  const isSetup = ({ id }: RequestDefinition) => setups.has(id);
  const rest = selected.filter((request) => !isSetup(request));
  const requests = [
    ...selected.filter(isSetup),
    ...rest.filter(({ teardown }) => !teardown),
    ...rest.filter(({ teardown }) => teardown),
  ];
  return { requests, after: precedenceOf(orderByNeeds(requests), setups), setups };
}

function select(all: readonly RequestDefinition[], selection: Selection): readonly RequestDefinition[] {
  const { tags, excludedTags, requests: names, files } = selection;
  if ([tags, excludedTags, names, files].every((filter) => filter === undefined)) return all;
  for (const name of names ?? [])
    assertKnown(
      'request',
      name,
      all.some((request) => isNamed(request, name)),
    );
  for (const tag of [...(tags ?? []), ...(excludedTags ?? [])])
    assertKnown(
      'request with the tag',
      tag,
      all.some(({ tags: own }) => own.includes(tag)),
    );
  const isExcluded = (request: RequestDefinition) => excludedTags?.some((tag) => request.tags.includes(tag)) === true;
  const isChosen = (request: RequestDefinition) =>
    !isExcluded(request) &&
    (names === undefined || names.some((name) => isNamed(request, name))) &&
    (tags === undefined || tags.some((tag) => request.tags.includes(tag))) &&
    (files === undefined || files.has(request.location.file));
  const chosen = all.filter(isChosen);
  const setups = chosen.length === 0 ? [] : all.filter((request) => request.setup && !isExcluded(request));
  const wanted = withNeeds(all, [...setups, ...chosen]);
  if (selection.withTeardown) for (const { id } of teardownsOf(all, wanted)) wanted.add(id);
  return all.filter(({ id }) => wanted.has(id));
}

function isNamed(request: RequestDefinition, name: string): boolean {
  return request.id === name || request.key === name;
}

function assertKnown(what: string, name: string, isKnown: boolean): void {
  if (isKnown) return;
  throw new WaybillError('ERR_REQUEST_UNKNOWN', `The collection has no ${what} "${name}".`, {
    hint: 'List what it has with `waybill validate --list`.',
  });
}

function withNeeds(all: readonly RequestDefinition[], chosen: readonly RequestDefinition[]): Set<string> {
  const positions = new Map(all.map(({ id }, index) => [id, index]));
  const wanted = new Set<string>();
  const add = (id: string): void => {
    const index = positions.get(id);
    const request = index === undefined ? undefined : all[index];
    if (request === undefined || wanted.has(id)) return;
    wanted.add(id);
    request.needs.forEach(add);
    const used = variablesOf(request);
    for (const earlier of all.slice(0, index)) if (earlier.capture.some(({ name }) => used.has(name))) add(earlier.id);
  };
  for (const { id } of chosen) add(id);
  return wanted;
}

/** The teardowns of what the wanted requests capture, if nothing else would have to be captured for them. */
function teardownsOf(all: readonly RequestDefinition[], wanted: ReadonlySet<string>): readonly RequestDefinition[] {
  const capturedBy = (requests: readonly RequestDefinition[]) =>
    new Set(requests.flatMap(({ capture }) => capture.map(({ name }) => name)));
  const captured = capturedBy(all.filter(({ id }) => wanted.has(id)));
  const capturable = capturedBy(all);
  return all.filter((request) => {
    const used = [...variablesOf(request)].filter((name) => capturable.has(name));
    return request.teardown && used.length > 0 && used.every((name) => captured.has(name));
  });
}

/**
 * File order, but for a request that needs a later one. Loading has refused cycles already; a need may be missing, when
 * its file is wrong.
 */
function orderByNeeds(requests: readonly RequestDefinition[]): readonly RequestDefinition[] {
  const byId = new Map(requests.map((request) => [request.id, request]));
  const ordered = new Set<RequestDefinition>();
  const place = (request: RequestDefinition | undefined): void => {
    if (request === undefined || ordered.has(request)) return;
    for (const need of request.needs) place(byId.get(need));
    ordered.add(request);
  };
  requests.forEach(place);
  return [...ordered];
}
