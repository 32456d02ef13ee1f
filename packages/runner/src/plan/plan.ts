import { type Collection, type RequestDefinition, referencedVariables } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import { SAFE_METHODS } from '../safe-methods.ts';

/** Which requests of a collection are to run; without a filter, all. */
export interface Selection {
  /** Requests that carry at least one of these. */
  readonly tags?: readonly string[] | undefined;
  /** Requests by key or id. */
  readonly requests?: readonly string[] | undefined;
  /** Requests of these files. */
  readonly files?: ReadonlySet<string> | undefined;
  /** Adds the teardowns of what is captured, so that a selection leaves nothing behind either. */
  readonly withTeardown?: boolean | undefined;
}

/** What will run: in file order for reports, but for teardowns, which come last; in stages for the clock. */
export interface Plan {
  readonly requests: readonly RequestDefinition[];
  /** Stages run one after the other; the requests of one may run side by side. */
  readonly stages: readonly (readonly RequestDefinition[])[];
}

/**
 * Plans a run. What a selected request `needs` is run too, and what captures the variables it uses.
 *
 * @throws {WaybillError} ERR_REQUEST_UNKNOWN when a selection names a request, or a tag, that does not exist
 */
export function createPlan(collection: Pick<Collection, 'requests'>, selection: Selection = {}): Plan {
  const selected = select(collection.requests, selection);
  const requests = [...selected.filter(({ teardown }) => !teardown), ...selected.filter(({ teardown }) => teardown)];
  return { requests, stages: divideIntoStages(orderByNeeds(requests)) };
}

function select(all: readonly RequestDefinition[], selection: Selection): readonly RequestDefinition[] {
  const { tags, requests: names, files } = selection;
  if (tags === undefined && names === undefined && files === undefined) return all;
  for (const name of names ?? [])
    assertKnown(
      'request',
      name,
      all.some((request) => isNamed(request, name)),
    );
  for (const tag of tags ?? [])
    assertKnown(
      'request with the tag',
      tag,
      all.some(({ tags: own }) => own.includes(tag)),
    );
  const isChosen = (request: RequestDefinition) =>
    (names === undefined || names.some((name) => isNamed(request, name))) &&
    (tags === undefined || tags.some((tag) => request.tags.includes(tag))) &&
    (files === undefined || files.has(request.location.file));
  const wanted = withNeeds(all, all.filter(isChosen));
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

/** Names of the variables that a request itself uses. */
export function variablesOf(request: RequestDefinition): ReadonlySet<string> {
  const { layers: _layers, locate: _locate, ...templates } = request;
  const used = referencedVariables(templates);
  if (request.when?.kind !== 'variables') return used;
  return new Set([...used, ...request.when.variables.map(({ name }) => name)]);
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

/**
 * Safe requests may run side by side; an unsafe one has a stage of its own, and nothing overtakes a request that
 * captures, since what follows may use it.
 */
function divideIntoStages(ordered: readonly RequestDefinition[]): readonly (readonly RequestDefinition[])[] {
  const stages: RequestDefinition[][] = [];
  let isOpen = false;
  for (const request of ordered) {
    const isSafe = SAFE_METHODS.has(request.method) && !request.teardown;
    if (isSafe && isOpen) stages.at(-1)?.push(request);
    else stages.push([request]);
    isOpen = isSafe && request.capture.length === 0;
  }
  return stages;
}
