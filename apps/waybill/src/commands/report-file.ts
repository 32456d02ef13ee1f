import { readFile } from 'node:fs/promises';
import { WaybillError } from '@waybill/errors';
import { type Report, readReport } from '@waybill/runner';

/**
 * Reads a JSON report of an earlier run.
 *
 * @throws {WaybillError} ERR_FILE_NOT_FOUND, ERR_REPORT_INVALID
 */
export async function readReportFile(path: string): Promise<Report> {
  return readReport(await textOf(path), path);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new WaybillError('ERR_FILE_NOT_FOUND', `The report \`${path}\` cannot be read.`, {
      hint: 'Name a file that `waybill run … --reporter json=FILE` wrote.',
      cause,
    });
  }
}
