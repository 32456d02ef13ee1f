import type { FlowContext } from './sign-in-context.ts';
import type { StoredTokens } from './token-store.ts';

/** One way to sign in. */
export interface Flow<FlowIdentity> {
  /** Keys of the identity whose values are secret. */
  readonly secrets: readonly (keyof FlowIdentity)[];
  /** Whether whoever issued the token keeps it, so that we need not. Default false. */
  readonly isKeptElsewhere?: boolean;
  /** Whether somebody has to do something, which they can do only once at a time. */
  isInteractive?(identity: FlowIdentity): boolean;
  signIn(identity: FlowIdentity, context: FlowContext): Promise<StoredTokens>;
  /** Renews without a person. Absent where signing in needs none, either. */
  refresh?(identity: FlowIdentity, refreshToken: string, context: FlowContext): Promise<StoredTokens>;
}
