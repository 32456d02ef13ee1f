import type { RequestDefinition } from '@waybill/collection';
import type { Mismatch } from '../result.ts';
import type { Standard } from './check-expectations.ts';

/**
 * A GraphQL response with `errors` is none that anybody wanted, whatever its status, unless they are expected.
 *
 * @throws {WaybillError} ERR_BODY_NOT_JSON
 */
export function checkGraphql({ body, expect, locate }: RequestDefinition, { response }: Standard): readonly Mismatch[] {
  const isExpected = expect.body.some(({ path }) => /^\$(?:\.errors\b|\[(['"])errors\1\])/.test(path ?? ''));
  if (body?.kind !== 'graphql' || isExpected) return [];
  const errors = (response.body.json() as { errors?: unknown } | null)?.errors;
  if (errors === undefined || errors === null) return [];
  const actual = (Array.isArray(errors) ? errors : [errors]).map(messageOf).join('; ');
  return [{ subject: '$.errors', expected: 'no errors', actual, location: locate(['graphql']) }];
}

function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === 'string' ? message : JSON.stringify(error);
}
