export { parseDuration } from './duration.ts';
export { type JsonPathResult, queryJsonPath } from './json-path.ts';
export { type LoadedCollection, loadCollection } from './load/collection.ts';
export { type Environment, type LoadedEnvironment, loadEnvironment } from './load/environment.ts';
export type { SecretReference } from './load/secrets.ts';
export { type JsonType, type Matcher, renderMatcher } from './matcher.ts';
export type {
  Capture,
  Collection,
  Expectations,
  Json,
  Locate,
  LocatedMatcher,
  LocatedTime,
  Path,
  Poll,
  PollCondition,
  RequestBody,
  RequestDefinition,
} from './model.ts';
export type { IdentityDefinition } from './schema/identity-schemas.ts';
export { collectionJsonSchema, environmentJsonSchema } from './schema/json-schema.ts';
export type { RenderContext } from './template/evaluate.ts';
export { referencedVariables } from './template/references.ts';
export { render, renderText, resolveVariable } from './template/render.ts';
export { type ValuesLayerOptions, type VariableLayer, valuesLayer } from './variables.ts';
