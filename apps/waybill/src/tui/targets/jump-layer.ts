import type { Layer } from '../state/state.ts';

/** Letters on everything one can go to. */
export interface JumpLayer {
  readonly kind: 'jump';
  /** What lies below, and comes back. */
  readonly over: Layer | undefined;
  /** The letters pressed so far: there may be more targets than letters. */
  readonly typed: string;
}
