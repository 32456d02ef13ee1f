import type { GraphqlBody, Json, MultipartPart, RequestBody } from '../model.ts';
import { BODY_KINDS } from '../schema/request-schema.ts';
import { isMapping, type Place } from '../yaml/place.ts';

/** Reads the body of a request, whose shape was checked before; undefined when there is none, or none to use. */
export function readBody(
  place: Place,
  broken: ReadonlySet<string>,
  method: string | undefined,
): RequestBody | undefined {
  const [kind, second] = BODY_KINDS.filter((key) => place.at(key).value !== undefined);
  if (kind === undefined) return undefined;
  if (second !== undefined) {
    place
      .at(second)
      .reportKey(`A request has one body, but \`${kind}\` and \`${second}\` are both here.`, 'Keep one of them.');
    return undefined;
  }
  const own = place.at(kind);
  const { value } = own;
  if (value === undefined || broken.has(kind)) return undefined;
  switch (kind) {
    case 'json':
      return { kind, value };
    case 'text':
      return { kind, text: String(value) };
    case 'form':
      return { kind, fields: value as Readonly<Record<string, Json>> };
    case 'file':
      return { kind, file: String(value) };
    case 'multipart':
      return { kind, parts: own.entries().flatMap(([name, part]) => readParts(name, part)) };
    case 'graphql':
      if (method !== undefined && method !== 'POST') {
        own.reportKey(`\`graphql\` is sent by POST, not by ${method}.`, 'Write post: in front of the URL.');
      }
      return readGraphql(own);
  }
}

/** A list repeats the name. */
function readParts(name: string, place: Place): MultipartPart[] {
  if (!Array.isArray(place.value)) return [readPart(name, place, [name])];
  return place.items().map((item, index) => readPart(name, item, [name, index]));
}

function readPart(name: string, { value }: Place, path: MultipartPart['path']): MultipartPart {
  if (!isMapping(value)) return { name, path, value: value ?? null };
  const { file, filename, type } = value as { file: string; filename?: string; type?: string };
  return {
    name,
    path,
    file,
    ...(filename === undefined ? {} : { filename }),
    ...(type === undefined ? {} : { type }),
  };
}

function readGraphql(place: Place): GraphqlBody {
  const { query, variables, operationName } = place.value as unknown as Omit<GraphqlBody, 'kind'>;
  return {
    kind: 'graphql',
    query,
    ...(variables === undefined ? {} : { variables }),
    ...(operationName === undefined ? {} : { operationName }),
  };
}
