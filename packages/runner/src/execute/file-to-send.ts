import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { RequestDefinition } from '@waybill/collection';
import { LocatedError, type SourceLocation } from '@waybill/errors';
import type { FileBody } from '@waybill/rest';
import type { FileAccess } from '../files.ts';

/** A file that a request names. */
export interface FileToSend extends FileBody {
  /** As it was written, not that of what a link leads to. */
  readonly name: string;
}

/**
 * Finds a file that a request sends. A collection is somebody else's data: it may send what belongs to it, and no other
 * file of this machine, unless whoever runs it allows that.
 *
 * @param written relative to the folder of the file that wrote it
 * @throws {LocatedError} ERR_FILE_NOT_FOUND, ERR_FILE_NOT_ALLOWED
 */
export function fileToSend(
  written: string,
  request: RequestDefinition,
  access: FileAccess,
  location: SourceLocation,
): FileToSend {
  const path = resolve(dirname(request.location.file), written);
  // Before anything is looked for: whether a file outside exists is nobody's business.
  if (!access.allowOutside) assertPart(written, path, resolve(access.root), location);
  try {
    const target = realpathSync(path);
    if (!access.allowOutside) assertPart(written, target, realpathSync(access.root), location);
    const stats = statSync(target);
    if (stats.isFile()) return { kind: 'file', path: target, size: stats.size, name: basename(path) };
  } catch (cause) {
    if (cause instanceof LocatedError) throw cause;
    throw new LocatedError('ERR_FILE_NOT_FOUND', `There is no file \`${written}\`.`, location, {
      hint: `Paths start at the folder of the file that writes them: ${dirname(request.location.file)}.`,
      cause,
    });
  }
  throw new LocatedError('ERR_FILE_NOT_FOUND', `\`${written}\` is no file.`, location, { hint: 'Name a file in it.' });
}

const LONGEST_TEXT_BYTES = 1024 * 1024;

/**
 * Reads a text that is a part of a request, such as a query.
 *
 * @throws {LocatedError} as `fileToSend` does; ERR_FILE_UNREADABLE for one over 1 MiB, too
 */
export function textToSend(
  written: string,
  request: RequestDefinition,
  access: FileAccess,
  location: SourceLocation,
): string {
  const { path, size } = fileToSend(written, request, access, location);
  if (size <= LONGEST_TEXT_BYTES) return readFileSync(path, 'utf8');
  throw new LocatedError('ERR_FILE_UNREADABLE', `\`${written}\` is too long to be a query.`, location, {
    hint: `It has ${size} bytes; 1 MiB is the most.`,
  });
}

function assertPart(written: string, path: string, root: string, location: SourceLocation): void {
  const inside = relative(root, path);
  const steps = inside.split(sep);
  const isOutside = isAbsolute(inside) || steps[0] === '..';
  // The loader leaves these out as well: environments and dotfiles are about secrets.
  const isPrivate = steps.some((step) => step.startsWith('.') || step === 'environments');
  if (!isOutside && !isPrivate) return;
  const why = isOutside ? `is outside of the collection's folder ${root}` : 'is no part of the collection';
  throw new LocatedError('ERR_FILE_NOT_ALLOWED', `The file \`${written}\` ${why}, so it is not sent.`, location, {
    hint: isOutside
      ? 'Put it into the folder. If you trust the collection with every file of this machine, use --allow-files.'
      : 'Names that start with a dot and environments/ are private. If you trust the collection with them, use --allow-files.',
  });
}
