import type { Redactor } from '@waybill/redaction';
import type { RequestResult } from '@waybill/runner';
import { responseTitle } from '../panes/response-lines.ts';
import { stageText } from '../runs/run-progress.ts';
import { plain } from '../ui/lines.tsx';
import type { Scene } from './scene.ts';
import { spoken } from './spoken.ts';

/** What has to be said of a change of the screen, a line each, the most important first. */
export function announcements(before: Scene | undefined, after: Scene, redactor: Redactor): readonly string[] {
  const ran = runLines(before, after, redactor);
  const lines = [
    ...(after.title === before?.title ? [] : [after.title]),
    ...(after.error === undefined || after.error === before?.error ? [] : [after.error]),
    ...ran,
    ...(after.state.message === '' || after.state.message === before?.state.message
      ? []
      : [spoken(plain(after.state.message))]),
    ...overlayLines(before, after),
  ];
  if (after.overlay !== undefined) return lines;
  const isRead = before !== undefined && before.state.readings !== after.state.readings;
  const hasClosed = before?.overlay !== undefined;
  if (after.where !== before?.where || hasClosed || isRead) lines.push(after.where);
  // The line may only say of itself what was just said of the request.
  const isSaid = ran.length > 0 && after.state.focus === 'collection' && after.state.cursor === before?.state.cursor;
  if (isRead) lines.push(...after.lines);
  else if ((after.line !== before?.line && !isSaid) || after.where !== before?.where || hasClosed)
    lines.push(after.line);
  return lines;
}

/** What was sent and what came back. */
function runLines(before: Scene | undefined, { state }: Scene, redactor: Redactor): readonly string[] {
  if (before === undefined) return [];
  const nameOf = (id: string) => spoken(plain(state.requests.find((request) => request.id === id)?.name ?? id));
  const started = [...state.running.keys()].filter((id) => !before.state.running.has(id));
  const progressed = [...state.running].flatMap(([id, running]) => {
    const said = stageText(running);
    const known = before.state.running.get(id);
    return said === undefined || (known !== undefined && said === stageText(known))
      ? []
      : [`${nameOf(id)}: ${spoken(plain(redactor.redact(said)))}`];
  });
  const finished = [...state.results].filter(([id, result]) => before.state.results.get(id) !== result);
  return [
    ...started.map((id) => `Under way: ${nameOf(id)}`),
    ...progressed,
    ...finished.flatMap(([id, result]) => resultLines(nameOf(id), result, redactor)),
  ];
}

function resultLines(name: string, result: RequestResult, redactor: Redactor): readonly string[] {
  const said = (text: string) => spoken(plain(redactor.redact(text)));
  const title = responseTitle(result);
  const line = `${result.outcome}: ${name}${title === 'Response' ? '' : `, ${spoken(plain(title))}`}`;
  if (result.outcome === 'skipped') return [line, said(result.reason)];
  if (result.outcome !== 'failed') return [line];
  const error = result.error === undefined ? [] : [said(`${result.error.message} ${result.error.hint ?? ''}`)];
  return [line, ...error, ...result.findings.map(({ cause, remedy }) => said(`Why: ${cause} Do: ${remedy}`))];
}

/** An overlay is read when it opens; then only the choice in it, or what is new. */
function overlayLines(before: Scene | undefined, { overlay }: Scene): readonly string[] {
  if (overlay === undefined) return [];
  const last = before?.overlay?.kind === overlay.kind ? before.overlay : undefined;
  if (last === undefined) return overlay.lines;
  if (overlay.choice !== '') return overlay.choice === last.choice ? [] : [overlay.choice];
  // A countdown is not said again and again.
  return overlay.lines.filter((line) => !last.lines.includes(line) && !line.startsWith('Waiting…'));
}
