/** How sure a diagnosis is: the evidence proves it, points to it, or leaves room for it. */
export type Certainty = 'certain' | 'likely' | 'possible';

/** One reason for a refusal, and what to do about it. */
export interface Diagnosis {
  /** Stable, for programs to match on. */
  readonly id: string;
  readonly certainty: Certainty;
  readonly cause: string;
  readonly remedy: string;
  /** A page of Microsoft that says more. */
  readonly docs?: string;
}
