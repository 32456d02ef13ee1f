import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceLocation } from '@waybill/errors';

/** Lets a person edit a text in the editor of their choice. Nobody else may read it, and nothing of it is left behind. */
export async function editedInEditor(
  text: string,
  extension: '.json' | '.txt',
  openEditor: (location: SourceLocation) => Promise<void>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-body-'));
  try {
    const file = join(folder, `body${extension}`);
    await writeFile(file, text, { mode: 0o600 });
    await openEditor({ file, line: 1, column: 1 });
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
