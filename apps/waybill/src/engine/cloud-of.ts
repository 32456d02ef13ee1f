import type { Environment } from '@waybill/collection';
import { LocatedError, type SourceLocation } from '@waybill/errors';
import { type Cloud, clouds } from '@waybill/powerbi';

/** The place of what no file says. */
export const NOWHERE: SourceLocation = { file: 'command line', line: 1, column: 1 };

/**
 * The cloud that an environment names; the public one without an environment.
 *
 * @throws {LocatedError} ERR_SCHEMA
 */
export function cloudOf(environment: Environment | undefined): Cloud {
  const name = environment?.cloud ?? 'public';
  const cloud = Object.hasOwn(clouds, name) ? clouds[name] : undefined;
  if (cloud !== undefined) return cloud;
  throw new LocatedError('ERR_SCHEMA', `There is no cloud "${name}".`, environment?.locate(['cloud']) ?? NOWHERE, {
    hint: `Write one of ${Object.keys(clouds).join(', ')}.`,
  });
}
