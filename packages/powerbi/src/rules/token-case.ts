import type { Call } from '../call.ts';
import type { Cloud } from '../clouds.ts';
import type { Token } from '../token.ts';

/** A token and what it is meant for: all that can be known before anything is sent. */
export interface TokenCase {
  readonly token: Token;
  readonly call: Call | undefined;
  readonly cloud: Cloud | undefined;
  /** The tenant that owns what is called. */
  readonly tenantId: string | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}
