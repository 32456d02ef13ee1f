import type { JsonSchema, Matcher, RequestDefinition } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';

/**
 * The validator interprets schemas. Others compile them to code, which is for schemas one trusts; a collection is data
 * that executes nothing. It does no input and output either: `$ref` can not leave what the loader put together.
 */
type Library = typeof import('@cfworker/json-schema');
let library: Library | undefined;

/** Loads the validator, once, if a request has a matcher that needs it. */
export async function loadValidatorFor({ expect, warn, events, poll, when }: RequestDefinition): Promise<void> {
  const matchers = [
    ...[expect, warn].flatMap((each) => (each === undefined ? [] : [...each.headers, ...each.body])),
    ...(events?.until ?? []),
    ...(poll === undefined ? [] : [...poll.until, ...poll.fail]),
    ...(when?.kind === 'variables' ? when.variables : []),
  ].map(({ matcher }) => matcher);
  if (matchers.some(asksForSchema)) library ??= await import('@cfworker/json-schema');
}

function asksForSchema(matcher: Matcher): boolean {
  if (matcher.op === 'all' || matcher.op === 'oneOf') return matcher.matchers.some(asksForSchema);
  return matcher.op === 'schema' || ('matcher' in matcher && asksForSchema(matcher.matcher));
}

/** A place in a value where it is not what its schema says. */
export interface Violation {
  /** JSON pointer (RFC 6901) into the value; empty for the whole. */
  readonly pointer: string;
  readonly keyword: string;
  /** The way through the schema to the keyword, references followed. */
  readonly keywordPath: readonly string[];
  /** What the validator says of it. */
  readonly said: string;
}

export function fitsSchema(schema: JsonSchema, value: unknown): boolean {
  return validate(schema, value, true).valid;
}

/** Every violation: those inside of alternatives count as one, that no alternative fits. */
export function schemaViolations(schema: JsonSchema, value: unknown): readonly Violation[] {
  const errors = validate(schema, value, false).errors.map((error) => ({
    ...error,
    // The location of a `false` is given as that of the value.
    keywordLocation: error.keyword === 'false' ? '' : error.keywordLocation,
  }));
  const alternatives = errors.filter(({ keyword }) => ALTERNATIVES.has(keyword)).map(coveredBy);
  return errors
    .filter(({ keyword, error }) => !CONTAINERS.has(keyword) || / but does not have /.test(error))
    .filter(({ keywordLocation }) => !alternatives.some((above) => keywordLocation.startsWith(`${above}/`)))
    .map(({ instanceLocation, keyword, keywordLocation, error }) => ({
      pointer: decodeURIComponent(instanceLocation.slice(1)),
      keyword,
      keywordPath: keywordLocation.split('/').slice(1).map(unescapeStep),
      said: error,
    }));
}

const ALTERNATIVES: ReadonlySet<string> = new Set([
  'anyOf',
  'oneOf',
  'not',
  'contains',
  'minContains',
  'propertyNames',
]);

/** They only say that something below them is wrong, which is told by itself. */
const CONTAINERS: ReadonlySet<string> = new Set([
  '$ref',
  'allOf',
  'if',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'dependentSchemas',
  'dependencies',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
]);

function coveredBy({
  keyword,
  keywordLocation,
}: {
  readonly keyword: string;
  readonly keywordLocation: string;
}): string {
  return keyword === 'minContains' ? keywordLocation.replace(/minContains$/, 'contains') : keywordLocation;
}

function unescapeStep(step: string): string {
  return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
}

function validate({ root, draft }: JsonSchema, value: unknown, isFirstEnough: boolean) {
  if (library === undefined) throw new WaybillError('ERR_INTERNAL', 'The schema validator was not loaded.');
  const { validate: validateWith, dereference } = library;
  try {
    return validateWith(value, root as object, draft, dereference(root as object), isFirstEnough);
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    // A member whose name is no Unicode text has no JSON pointer.
    throw new WaybillError('ERR_CHECK_LIMIT', 'The schema can not be held against this value.', { cause });
  }
}
