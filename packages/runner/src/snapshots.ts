import type { Json } from '@waybill/collection';

/** The snapshots that a run compares with, read before it starts. Requests are named by their file and key. */
export interface Snapshots {
  stored(file: string, key: string): Json | undefined;
  /** Takes what a response was, to be stored. Only a run that updates snapshots has it; such a run compares nothing. */
  readonly record?: ((file: string, key: string, snapshot: Json) => void) | undefined;
}

/** Each row of data and each iteration has snapshots of its own: `key [row 2]`. */
export function snapshotsOf(label: string | undefined, snapshots: Snapshots | undefined): Snapshots | undefined {
  if (label === undefined || snapshots === undefined) return snapshots;
  const { record } = snapshots;
  const own = (key: string) => `${key} [${label}]`;
  return {
    stored: (file, key) => snapshots.stored(file, own(key)),
    record: record && ((file, key, snapshot) => record(file, own(key), snapshot)),
  };
}

/** The request that a snapshot is of, whatever its row. */
export function snapshotRequestKey(key: string): string {
  return key.replace(/ \[.*$/, '');
}
