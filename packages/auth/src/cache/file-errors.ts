import { WaybillError } from '@waybill/errors';

/** A file or folder that somebody else could have read, changed or put there. */
export function unsafe(path: string, why: string, hint: string): WaybillError {
  return new WaybillError('ERR_CACHE_UNSAFE', `The token cache is not safe: ${path} ${why}.`, { hint });
}

export function unreadable(path: string, cause: unknown): WaybillError {
  return new WaybillError('ERR_FILE_UNREADABLE', `The token cache ${path} cannot be read.`, {
    hint: 'Check the permissions of the file and its folder.',
    cause,
  });
}

export function unwritable(path: string, cause: unknown): WaybillError {
  return new WaybillError('ERR_FILE_UNWRITABLE', `The token cache ${path} cannot be written.`, {
    hint: 'Check the permissions of the folder and the space on the disk.',
    cause,
  });
}
/** Whether an error is the system's, by this name (`man 3 errno`). */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
