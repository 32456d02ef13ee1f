import type { Claims } from './claims.ts';
import type { Cloud } from './clouds.ts';
import type { CredentialShape } from './credential-shape.ts';
import type { Operation } from './operations/operation.ts';

/** A response of Power BI or Entra, as far as it tells why a call was refused. */
export interface Evidence {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Claims of the token that was sent, unverified; absent when there was none, or it was opaque. */
  readonly claims?: Claims | undefined;
  /** What the `Authorization` header looked like; see {@link credentialShape}. */
  readonly credential?: CredentialShape | undefined;
  /** The operation that was called, from `findOperation`. Without it scopes can only be guessed at. */
  readonly operation?: Operation | undefined;
  /** The cloud that was meant; by default the one the URL belongs to. */
  readonly cloud?: Cloud | undefined;
  /** The tenant that owns the workspace. */
  readonly tenantId?: string | undefined;
  /** Whether the semantic model in question has row-level security or single sign-on. */
  readonly datasetIsRls?: boolean | undefined;
}
