import { dirname } from 'node:path';
import { compileSchema, type JsonSchema } from '../json-schema/compile.ts';
import { SchemaDocuments } from '../json-schema/documents.ts';
import { isTemplate } from '../template/parse.ts';
import { isMapping, type Place } from '../yaml/place.ts';

/** Reads a JSON Schema, written out or named by its file; undefined when its problems were reported. */
export function readSchema(place: Place): JsonSchema | undefined {
  const { value, source } = place;
  const documents = new SchemaDocuments(source.folder ?? dirname(source.file), place.problems);
  if (typeof value === 'string') {
    const root = documents.open(value, place);
    return root && compileSchema(root, value, documents);
  }
  if (!isMapping(value) && typeof value !== 'boolean') {
    return void place.report('`schema` must be the path of a file or a JSON Schema.', 'Write schema: workspace.json.');
  }
  if (holdsTemplate(value)) {
    const hint = 'Expect what varies with matchers; {{ in a pattern is written \\{\\{.';
    return void place.reportKey('A schema can not hold templates.', hint);
  }
  return compileSchema(place, 'the schema', documents);
}

function holdsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return isTemplate(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => isTemplate(key) || holdsTemplate(inner));
}
