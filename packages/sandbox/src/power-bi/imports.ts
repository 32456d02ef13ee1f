import { randomUUID } from 'node:crypto';
import { Dataset } from './dataset.ts';
import { type Job, Jobs } from './jobs.ts';
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
  readonly #jobs: Jobs<ImportedItems>;
  readonly #deleted = new Set<Dataset>();
  readonly #refreshDurationMs: number;

  constructor(durationMs: number, refreshDurationMs: number) {
    this.#jobs = new Jobs(durationMs);
    this.#refreshDurationMs = refreshDurationMs;
  }

  start(name: string, configuredBy: string, fails: boolean): Job<ImportedItems> {
    const id = randomUUID();
    const dataset = new Dataset({ id, name, configuredBy, rowCounts: {}, refreshes: [] }, this.#refreshDurationMs);
    const report = new Report({ id: randomUUID(), name, datasetId: id, pages: ['Page 1'] });
    return this.#jobs.start({ name, dataset, report, fails });
  }

  find(id: string): Job<ImportedItems> {
    return this.#jobs.find(id);
  }

  get finished(): readonly ImportedItems[] {
    return this.#jobs.all
      .filter((job) => job.share() >= 1)
      .map(({ content }) => content)
      .filter(({ dataset, fails }) => !fails && !this.#deleted.has(dataset));
  }

  forget(dataset: Dataset): void {
    this.#deleted.add(dataset);
  }
}
