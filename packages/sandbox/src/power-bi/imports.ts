import { randomUUID } from 'node:crypto';
import { Dataset } from './dataset.ts';
import { Job } from './jobs.ts';
import { entityNotFound } from './refusal.ts';
import { Report } from './report.ts';

/** What comes out of an uploaded file. */
export interface ImportedItems {
  readonly name: string;
  readonly dataset: Dataset;
  readonly report: Report;
  readonly fails: boolean;
}

/** The imports of a workspace; what they bring is there when they have ended. */
export class Imports {
  readonly #jobs = new Map<string, Job<ImportedItems>>();
  readonly #deleted = new Set<Dataset>();
  readonly #durationMs: number;
  readonly #refreshDurationMs: number;

  constructor(durationMs: number, refreshDurationMs: number) {
    this.#durationMs = durationMs;
    this.#refreshDurationMs = refreshDurationMs;
  }

  start(name: string, configuredBy: string, fails: boolean): Job<ImportedItems> {
    const id = randomUUID();
    const dataset = new Dataset({ id, name, configuredBy, rowCounts: {}, refreshes: [] }, this.#refreshDurationMs);
    const report = new Report({ id: randomUUID(), name, datasetId: id, pages: ['Page 1'] });
    const job = new Job<ImportedItems>({ name, dataset, report, fails }, this.#durationMs);
    this.#jobs.set(job.id, job);
    return job;
  }

  find(id: string): Job<ImportedItems> {
    const job = this.#jobs.get(id.toLowerCase());
    if (job === undefined) throw entityNotFound();
    return job;
  }

  get finished(): readonly ImportedItems[] {
    return [...this.#jobs.values()]
      .filter((job) => job.share() >= 1)
      .map(({ content }) => content)
      .filter(({ dataset, fails }) => !fails && !this.#deleted.has(dataset));
  }

  forget(dataset: Dataset): void {
    this.#deleted.add(dataset);
  }
}
