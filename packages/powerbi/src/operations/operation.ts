/**
 * What the documentation says about service principals: `admin` are the admin operations they may read, and then only
 * if their token carries no application permission; `unknown` is silence, which does not mean no.
 */
export type ServicePrincipalSupport = 'yes' | 'no' | 'only' | 'admin' | 'unknown';

/** How often an operation may be called. */
export interface OperationLimits {
  readonly perMinute?: number;
  readonly perHour?: number;
  readonly perDay?: number;
  /** What the numbers count, and limits that are no rate. */
  readonly note?: string;
}

/** One operation of the Power BI REST API, as Microsoft documents it. */
export interface Operation {
  /** The `operationId` of the swagger. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/v1.0/myorg`, with `{parameters}`. */
  readonly path: string;
  readonly tag: string;
  /** Any of these sets of delegated scopes will do, the one that asks for least first; empty if none is needed. */
  readonly scopes: readonly (readonly string[])[];
  /** Scopes that some request bodies need on top. */
  readonly mayAlsoNeed?: readonly string[];
  readonly servicePrincipal: ServicePrincipalSupport;
  readonly limits?: OperationLimits;
  /** Set if the answer comes before the work is done. */
  readonly longRunning?: true;
}
