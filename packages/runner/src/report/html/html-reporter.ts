import { doubtsOf } from '../doubts.ts';
import type { ReportEvent } from '../report-event.ts';
import type { ReportedResult, ReportedSummary } from '../report-schema.ts';
import type { DocumentReporter } from '../reporter.ts';
import { seconds } from '../retry-text.ts';
import { pageHtml } from './html-page.ts';
import { classesOf, problemHtml, resultHtml } from './html-result.ts';
import { line } from './html-text.ts';

/** A page for people: one file, without a request to anywhere, that also works without a script. */
export function htmlReporter(): DocumentReporter {
  return new HtmlReporter();
}

type Started = Extract<ReportEvent, { type: 'run-started' }>;

/** One collection; results are kept as HTML so that a long run keeps no response. */
interface Run {
  readonly started: Started;
  readonly groups: Group[];
  ended?: string;
}

/** What one file, or one of its data rows, has. */
interface Group {
  readonly name: string;
  readonly results: string[];
}

class HtmlReporter implements DocumentReporter {
  readonly #runs: Run[] = [];
  readonly #counts = new Map<string, number>();

  onEvent(event: ReportEvent): void {
    const run = this.#runs.at(-1);
    if (event.type === 'run-started') this.#runs.push({ started: event, groups: [] });
    if (run === undefined) return;
    if (event.type === 'request-finished') this.#add(run, event.result);
    if (event.type === 'run-finished') run.ended = summaryHtml(event.summary, event.complete);
  }

  document(): string {
    const titles = [...new Set(this.#runs.map(({ started }) => started.title))];
    return pageHtml({
      title: titles.length === 1 ? (titles[0] ?? '') : 'Waybill report',
      counts: this.#counts,
      runs: this.#runs.map(runHtml),
    });
  }

  #add({ groups }: Run, result: ReportedResult): void {
    for (const kind of ['all', ...classesOf(result).split(' ')])
      this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    const name = result.trail.join(' › ');
    let group = groups.at(-1);
    if (group?.name !== name) {
      group = { name, results: [] };
      groups.push(group);
    }
    group.results.push(resultHtml(result));
  }
}

const INTERRUPTED = '<p class="outcome bad">The run was interrupted: this is not all of it.</p>';

function runHtml({ started, groups, ended }: Run, index: number): string {
  const { title, startedOn, shard, problems } = started;
  const part = shard === undefined ? '' : ` · shard ${shard.index} of ${shard.count}`;
  return [
    `<section aria-labelledby="run-${index}"><h2 id="run-${index}">${line(title)}</h2>\n`,
    `<p class="dim"><time datetime="${line(startedOn)}">${line(startedOn)}</time>${part}</p>\n${ended ?? INTERRUPTED}\n`,
    ...problems.map(problemHtml),
    ...groups.map(
      ({ name, results }) => `<section class="group"><h3>${line(name)}</h3>\n${results.join('')}</section>\n`,
    ),
    '</section>\n',
  ].join('');
}

function summaryHtml(
  { passed, failed, skipped, flaky, warnings, durationMs }: ReportedSummary,
  complete: boolean,
): string {
  const doubts = doubtsOf({ flaky, warnings });
  const verdict = `${passed} passed, ${failed} failed, ${skipped} skipped${doubts === '' ? '' : ` (${doubts})`}`;
  const mark = failed > 0 ? 'bad' : 'good';
  return `<p><span class="outcome ${mark}">${verdict}</span> in ${seconds(durationMs)}</p>${complete ? '' : INTERRUPTED}`;
}
