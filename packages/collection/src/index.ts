export type {
  Cassette,
  RecordedBody,
  RecordedError,
  RecordedExchange,
  RecordedRequest,
  RecordedResponse,
} from './cassette/cassette.ts';
export { loadCassette } from './cassette/load-cassette.ts';
export { writtenCassette } from './cassette/write-cassette.ts';
export { type DataRow, loadDataRows } from './data/data-rows.ts';
export { parseDuration } from './duration.ts';
export { type CollectionText, editRequest, writtenRequest } from './edit/edit-request.ts';
export type { RequestEdit } from './edit/request-edit.ts';
export { saveRequest } from './edit/save-request.ts';
export { type JsonPathResult, queryJsonPath, withoutJsonPath } from './json-path.ts';
export type { JsonSchema } from './json-schema/compile.ts';
export { type LoadedCollection, loadCollection } from './load/collection.ts';
export type { RateLimit } from './load/connections.ts';
export { type Environment, type LoadedEnvironment, loadEnvironment } from './load/environment.ts';
export type { SecretReference } from './load/secrets.ts';
export { type JsonType, type Matcher, renderMatcher } from './matcher.ts';
export type {
  Capture,
  Collection,
  Condition,
  EventStream,
  Expectations,
  GraphqlBody,
  Json,
  Locate,
  LocatedLimit,
  LocatedMatcher,
  MultipartPart,
  Paging,
  Path,
  Poll,
  PollCondition,
  RequestBody,
  RequestDefinition,
  Retry,
  SnapshotExpectation,
  XmlExpectations,
} from './model.ts';
export { parseLifetime, parseSize } from './quantities.ts';
export { recordedErrorCode } from './schema/cassette-schema.ts';
export type { IdentityDefinition } from './schema/identity-schemas.ts';
export { collectionJsonSchema, environmentJsonSchema } from './schema/json-schema.ts';
export { loadSnapshots, snapshotFileOf, writtenSnapshots } from './snapshot/snapshot-file.ts';
export { closest } from './suggest.ts';
export type { RenderContext } from './template/evaluate.ts';
export { referencedVariables } from './template/references.ts';
export { render, renderText, resolveVariable } from './template/render.ts';
export { type ValuesLayerOptions, type VariableLayer, valuesLayer } from './variables.ts';
