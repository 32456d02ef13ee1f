import { rm } from 'node:fs/promises';
import {
  type Json,
  loadSnapshots,
  type RequestDefinition,
  snapshotFileOf,
  writtenSnapshots,
} from '@waybill/collection';
import { type Snapshots, snapshotRequestKey } from '@waybill/runner';
import { writeFileAtomically } from '../files.ts';

type Requests = readonly RequestDefinition[];

/** The stored snapshots of some requests, to be compared with. */
export async function openSnapshots(requests: Requests): Promise<Snapshots> {
  const stored = await loadAll(requests.filter(expectsSnapshot));
  return { stored: (file, key) => stored.get(file)?.get(key) };
}

/** Takes new snapshots, and writes them when the run has ended. */
export interface SnapshotUpdate extends Snapshots {
  /** Returns how many snapshots were taken. */
  write(): Promise<number>;
}

/**
 * Everything that is stored for the files of these requests, to be replaced by what a run records. Snapshots that no
 * request expects any more are left out.
 */
export async function updateSnapshots(requests: Requests): Promise<SnapshotUpdate> {
  const stored = await loadAll(requests);
  const recorded = new Map<string, Map<string, Json>>();
  const expected = new Set(requests.filter(expectsSnapshot).map(({ location, key }) => `${location.file} ${key}`));
  const writeFile = async (file: string, before: ReadonlyMap<string, Json>) => {
    const kept = [...before].filter(([key]) => expected.has(`${file} ${snapshotRequestKey(key)}`));
    const after = new Map([...kept, ...(recorded.get(file) ?? [])]);
    const text = writtenSnapshots(after);
    if (text === writtenSnapshots(before)) return;
    if (after.size === 0) await rm(snapshotFileOf(file), { force: true });
    else await writeFileAtomically(snapshotFileOf(file), text);
  };
  return {
    stored: (file, key) => stored.get(file)?.get(key),
    record: (file, key, snapshot) => {
      recorded.set(file, (recorded.get(file) ?? new Map<string, Json>()).set(key, snapshot));
    },
    write: async () => {
      for (const [file, before] of stored) await writeFile(file, before);
      return [...recorded.values()].reduce((sum, { size }) => sum + size, 0);
    },
  };
}

async function loadAll(requests: Requests): Promise<ReadonlyMap<string, ReadonlyMap<string, Json>>> {
  const files = [...new Set(requests.map(({ location }) => location.file))];
  const load = async (file: string) => [file, await loadSnapshots(snapshotFileOf(file))] as const;
  return new Map(await Promise.all(files.map(load)));
}

function expectsSnapshot({ expect, warn }: RequestDefinition): boolean {
  return expect.snapshot !== undefined || warn?.snapshot !== undefined;
}
