import { pathBelowMyorg } from './operations/match-operation.ts';
import type { Operation } from './operations/operation.ts';

/** A call of the REST API: which operation it is if that is known, and what its path gives away if not. */
export interface Call {
  readonly method: string;
  /** Below `/v1.0/myorg`. */
  readonly path: string;
  readonly operation: Operation | undefined;
  readonly isAdmin: boolean;
  /** Whether the path names one workspace. */
  readonly isInWorkspace: boolean;
  /** Whether the path is the form for the items of a user outside of any workspace. */
  readonly isMyWorkspace: boolean;
  /** Whether it changes something. Some operations read with a POST. */
  readonly isWrite: boolean;
}

const READING_POST = /\/(executeQueries|GenerateToken|getInfo|ExportTo|RefreshUserPermissions)$/i;

/** Reads a call off its method and its URL or path. */
export function readCall(method: string, urlOrPath: string, operation?: Operation): Call {
  const path = pathBelowMyorg(urlOrPath);
  return {
    method: method.toUpperCase(),
    path,
    operation,
    isAdmin: /^\/admin\//i.test(path),
    isInWorkspace: /^\/groups\/[^/]+/i.test(path),
    isMyWorkspace: /^\/(datasets|reports|dashboards|imports)(\/|$)/i.test(path),
    isWrite: !['GET', 'HEAD', 'OPTIONS'].includes(method.toUpperCase()) && !READING_POST.test(path),
  };
}
