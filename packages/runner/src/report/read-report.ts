import { WaybillError } from '@waybill/errors';
import { type Report, reportSchema } from './report-schema.ts';

/**
 * Reads a JSON report back.
 *
 * @throws {WaybillError} ERR_REPORT_INVALID when the text is no such report
 */
export function readReport(text: string, file: string): Report {
  const { data, error } = reportSchema.safeParse(parse(text, file));
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw invalid(file, `${issue?.path.join('.') || 'It'}: ${issue?.message}`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, 'It is not JSON.', cause);
  }
}

function invalid(file: string, why: string, cause?: unknown): WaybillError {
  return new WaybillError('ERR_REPORT_INVALID', `${file} is no JSON report of Waybill. ${why}`, {
    hint: 'Write one with `waybill run … --reporter json=FILE`.',
    cause,
  });
}
