import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of the environments beside a collection. */
export async function environmentNames(folder: string): Promise<readonly string[]> {
  try {
    const files = await readdir(join(folder, 'environments'));
    return files.flatMap((file) => /^(.+)\.ya?ml$/.exec(file)?.[1] ?? []).sort();
  } catch {
    // A collection need not have any.
    return [];
  }
}
