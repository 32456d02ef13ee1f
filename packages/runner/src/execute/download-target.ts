import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { type RenderContext, type RequestDefinition, renderText } from '@waybill/collection';
import { LocatedError } from '@waybill/errors';
import type { FileAccess } from '../files.ts';

/**
 * Where the response of a request is saved; undefined when it is not.
 *
 * @throws {LocatedError} ERR_FILE_NOT_ALLOWED for a path that leaves the folder of downloads, also by a link
 */
export function downloadTarget(
  request: RequestDefinition,
  context: RenderContext,
  { downloads }: FileAccess,
): string | undefined {
  if (request.download === undefined) return undefined;
  const location = request.locate(['download']);
  const written = renderText(request.download, context, location);
  const folder = resolve(downloads);
  const target = resolve(folder, written);
  if (
    isInside(folder, target) &&
    !written.includes('\0') &&
    isInside(realOf(folder), realOf(target)) &&
    !isFolder(target)
  )
    return target;
  throw new LocatedError('ERR_FILE_NOT_ALLOWED', `\`${written}\` is no file in the folder of downloads.`, location, {
    hint: `Name a file below ${folder}, without a dot at the start of a name. --downloads chooses the folder.`,
  });
}

/** Names that start with a dot steer programs, in a folder that somebody may have chosen for more than downloads. */
function isInside(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside !== '' && !isAbsolute(inside) && !inside.split(sep).some((step) => step.startsWith('.'));
}

/** Where a path leads, whose end need not exist yet. */
function realOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const parent = dirname(path);
  return parent === path ? path : resolve(realOf(parent), relative(parent, path));
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
