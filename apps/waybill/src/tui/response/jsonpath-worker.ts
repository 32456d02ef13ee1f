import { parentPort, workerData } from 'node:worker_threads';
import { JSONPathEnvironment, type JSONValue } from 'json-p3';
import type { Locations, SelectTask } from './select-locations.ts';

/** Locations that are handed over at once. */
const GROUP_SIZE = 1000;

const { bytes, path } = workerData as SelectTask;
const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: 500 });
const value = JSON.parse(new TextDecoder().decode(bytes)) as JSONValue;
let group: Locations[number][] = [];
// Node by node: a list of all would be spread into one call, which overflows the stack when they are many.
for (const { location } of environment.lazyQuery(path, value)) {
  group.push(location);
  if (group.length < GROUP_SIZE) continue;
  parentPort?.postMessage(group);
  group = [];
}
parentPort?.postMessage(group);
