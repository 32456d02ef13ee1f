import type { AccessToken, Identity } from '@waybill/auth';
import type { Environment } from '@waybill/collection';
import type { Engine } from '../engine/engine.ts';

/** What one check found. `remedy` says what to do; only a failure stops the checks that need this one. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'failed';
  readonly detail: string;
  readonly remedy?: string | undefined;
}

/** What the checks work with, and what earlier ones leave for later ones. */
export interface Patient {
  readonly environment: Environment;
  readonly engine: Engine;
  readonly identityName: string;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
  /** Milliseconds by which the clock of this machine is ahead of the authority's. */
  clockSkewMs?: number;
  identity?: Identity;
  token?: AccessToken;
}

/** One thing that has to be right before a call succeeds. */
export interface Check {
  readonly title: string;
  /** Titles of checks that must not have failed; the check is passed over otherwise. */
  readonly needs: readonly string[];
  run(patient: Patient): Promise<Finding>;
}

/** A check with its outcome. */
export interface CheckResult extends Omit<Finding, 'status'> {
  readonly title: string;
  readonly status: Finding['status'] | 'skipped';
}
