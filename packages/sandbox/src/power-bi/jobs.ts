import { randomUUID } from 'node:crypto';
import { entityNotFound } from './refusal.ts';

/** Something that takes a while; how far it is follows from the clock. */
export class Job<T> {
  readonly id = randomUUID();
  readonly startMs = Date.now();
  readonly durationMs: number;
  readonly content: T;

  constructor(content: T, durationMs: number) {
    this.content = content;
    this.durationMs = durationMs;
  }

  get endMs(): number {
    return this.startMs + this.durationMs;
  }

  /** How much of it is done, from 0 to 1. Look once per answer, so that an answer can't contradict itself. */
  share(): number {
    return this.durationMs === 0 ? 1 : Math.min(1, (Date.now() - this.startMs) / this.durationMs);
  }
}

/** Jobs of one kind, by their ids. */
export class Jobs<T> {
  readonly #jobs = new Map<string, Job<T>>();
  readonly #durationMs: number;

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  /** Newest first. */
  get all(): readonly Job<T>[] {
    return [...this.#jobs.values()].reverse();
  }

  start(content: T): Job<T> {
    const job = new Job(content, this.#durationMs);
    this.#jobs.set(job.id, job);
    return job;
  }

  /** The job, if there is one that the caller asks about rightly. */
  find(id: string, isMeant: (content: T) => boolean = () => true): Job<T> {
    const job = this.#jobs.get(id.toLowerCase());
    if (job === undefined || !isMeant(job.content)) throw entityNotFound();
    return job;
  }
}
