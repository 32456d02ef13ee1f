import { readRefusal } from '@waybill/powerbi';
import type { Redactor } from '@waybill/redaction';
import type { HttpResponse } from '@waybill/rest';
import type { FailedResult } from '@waybill/runner';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';

/** Bytes of an answer that may explain something; reading a huge one for each frame would be felt. */
const MOST_SIZE = 100_000;

/** Why a request was refused and what helps, with the code of the service and the id that its support asks for. */
export function refusalLines({ findings, response }: FailedResult, redactor: Redactor, theme: Theme): readonly Line[] {
  const reasons = findings.flatMap(({ cause, remedy }): Line[] => [
    [],
    plain(`why  ${redactor.redact(cause)}`, { color: theme.warning }),
    plain(`do   ${redactor.redact(remedy)}`),
  ]);
  const said = response === undefined || response.status < 400 ? [] : saidLines(response, redactor);
  return said.length === 0 ? reasons : [...reasons, [], ...said];
}

function saidLines({ headers, body }: HttpResponse, redactor: Redactor): readonly Line[] {
  const { code, requestId } = readRefusal({ headers, body: body.size > MOST_SIZE ? '' : body.text() });
  const row = (name: string, value: string | undefined): Line[] =>
    value === undefined ? [] : [plain(`${name}  ${redactor.redact(value)}`, { dim: true })];
  return [...row('code', code), ...row('request id', requestId)];
}
