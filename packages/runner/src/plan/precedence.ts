import type { RequestDefinition } from '@waybill/collection';
import { SAFE_METHODS } from '../safe-methods.ts';
import { variablesOf } from './variables-of.ts';

/** For each request by id, those that must be over before it may start. What they waited for is not named again. */
export type Precedence = ReadonlyMap<string, readonly string[]>;

/**
 * Says what waits for what. `ordered` holds every request after those it needs.
 *
 * - File order holds for a request without `needs`: a safe one waits for what may change or capture something before it,
 *   an unsafe one for all before it.
 * - A request with `needs` waits for those and for what captures the variables it uses; if it is unsafe, for the unsafe
 *   one before it as well.
 * - Setups come before all else, teardowns after.
 */
export function precedenceOf(ordered: readonly RequestDefinition[], setups: ReadonlySet<string>): Precedence {
  const after = new Map<string, readonly string[]>();
  const captors = new Map<string, string>();
  /** Those that nothing later waits for yet, as far as everything waits for them. */
  let open: string[] = [];
  /** Of those, what a safe request must not overtake. */
  let blockers: string[] = [];
  let lastUnsafe: string | undefined;
  /** The last of the setups. */
  let floor: readonly string[] | undefined;
  for (const request of ordered) {
    const { id, needs, teardown, capture } = request;
    if (floor === undefined && !setups.has(id)) {
      floor = open;
      blockers = [...open];
    }
    const isSafe = SAFE_METHODS.has(request.method);
    const isBlocker = !isSafe || capture.length > 0;
    if (teardown || (needs.length === 0 && !isSafe)) {
      after.set(id, open);
      open = [id];
      blockers = [id];
    } else if (needs.length === 0) {
      after.set(id, blockers);
      open.push(id);
      if (isBlocker) blockers = [id];
    } else {
      const used = [...variablesOf(request)].flatMap((name) => captors.get(name) ?? []);
      const before = isSafe || lastUnsafe === undefined ? [] : [lastUnsafe];
      after.set(id, [...new Set([...(floor ?? []), ...needs, ...used, ...before])]);
      open.push(id);
      if (isBlocker) blockers = [...blockers, id];
    }
    if (!isSafe) lastUnsafe = id;
    for (const { name } of capture) captors.set(name, id);
  }
  return after;
}

/** What runs at the earliest in which turn, if every request took as long: the longest way to each, from 1. */
export function turnsOf(ordered: readonly RequestDefinition[], after: Precedence): ReadonlyMap<string, number> {
  const turns = new Map<string, number>();
  const isThere = new Set(ordered.map(({ id }) => id));
  const turnOf = (id: string): number => {
    const known = turns.get(id);
    if (known !== undefined) return known;
    let latest = 0;
    for (const each of after.get(id) ?? []) if (isThere.has(each)) latest = Math.max(latest, turnOf(each));
    turns.set(id, latest + 1);
    return latest + 1;
  };
  for (const { id } of ordered) turnOf(id);
  return turns;
}
