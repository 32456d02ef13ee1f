import { randomUUID } from 'node:crypto';
import {
  type GraphqlBody,
  type MultipartPart,
  type RenderContext,
  type RequestDefinition,
  render,
  renderText,
} from '@waybill/collection';
import { LocatedError } from '@waybill/errors';
import type { Part, RequestBody } from '@waybill/rest';
import { lookup } from 'mrmime';
import type { FileAccess } from '../files.ts';
import { type FileToSend, fileToSend, textToSend } from './file-to-send.ts';

/** A body, and the headers it has unless the request gives others. */
export interface RenderedBody {
  readonly content: RequestBody;
  readonly contentType: string;
  readonly accept?: string;
}

/**
 * Fills in the templates of a request's body.
 *
 * @throws {LocatedError} for an unknown variable, or a file that can not be sent, at the place it is written
 */
export function renderBody(
  request: RequestDefinition,
  context: RenderContext,
  files: FileAccess,
): RenderedBody | undefined {
  const { body } = request;
  if (body === undefined) return undefined;
  switch (body.kind) {
    case 'json':
      return {
        content: JSON.stringify(render(body.value, context, request.locate(['json']))),
        contentType: 'application/json',
      };
    case 'form': {
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(body.fields)) {
        const rendered = render(value, context, request.locate(['form', name]));
        for (const each of Array.isArray(rendered) ? rendered : [rendered])
          if (each !== null) form.append(name, String(each));
      }
      return { content: form.toString(), contentType: 'application/x-www-form-urlencoded' };
    }
    case 'text':
      return {
        content: renderText(body.text, context, request.locate(['text'])),
        contentType: 'text/plain; charset=utf-8',
      };
    case 'file': {
      const location = request.locate(['file']);
      const content = fileToSend(renderText(body.file, context, location), request, files, location);
      return { content, contentType: mediaType(content) };
    }
    case 'multipart': {
      const boundary = `waybill-${randomUUID()}`;
      const parts = body.parts.flatMap((part) => renderPart(part, request, context, files));
      return {
        content: { kind: 'multipart', boundary, parts },
        contentType: `multipart/form-data; boundary=${boundary}`,
      };
    }
    case 'graphql':
      return {
        content: JSON.stringify(renderGraphql(body, request, context, files)),
        contentType: 'application/json',
        accept: 'application/graphql-response+json, application/json',
      };
  }
}

const BYTES = 'application/octet-stream';

function mediaType({ name }: FileToSend): string {
  return lookup(name) ?? BYTES;
}

function renderPart(
  part: MultipartPart,
  request: RequestDefinition,
  context: RenderContext,
  files: FileAccess,
): readonly Part[] {
  const { name, path } = part;
  if (!('file' in part)) {
    const rendered = render(part.value, context, request.locate(['multipart', ...path]));
    return (Array.isArray(rendered) ? rendered : [rendered])
      .filter((each) => each !== null)
      .map((each) => ({ name, value: typeof each === 'object' ? JSON.stringify(each) : String(each) }));
  }
  const location = (key: string) => request.locate(['multipart', ...path, key]);
  const file = fileToSend(renderText(part.file, context, location('file')), request, files, location('file'));
  const filename = part.filename === undefined ? file.name : renderText(part.filename, context, location('filename'));
  const type = part.type === undefined ? mediaType(file) : renderText(part.type, context, location('type'));
  // A line break would start a header of its own.
  if (!/^[^\s/]+\/[^\r\n\0]+$/.test(type)) {
    throw new LocatedError('ERR_SCHEMA', 'The `type` of the part is no media type.', location('type'), {
      hint: 'Write one such as text/csv.',
    });
  }
  return [{ name, file, filename, type }];
}

/** The request as GraphQL over HTTP has it. A query in a file is no template: what varies are its variables. */
function renderGraphql(body: GraphqlBody, request: RequestDefinition, context: RenderContext, files: FileAccess) {
  const location = (...path: string[]) => request.locate(['graphql', ...path]);
  const text = (value: string, ...path: string[]) => renderText(value, context, location(...path));
  const { query, operationName, variables } = body;
  const inFile = typeof query !== 'string' && text(query.file, 'query', 'file');
  return {
    query:
      typeof query === 'string'
        ? text(query, 'query')
        : textToSend(String(inFile), request, files, location('query', 'file')),
    ...(operationName === undefined ? {} : { operationName: text(operationName, 'operationName') }),
    ...(variables === undefined ? {} : { variables: render(variables, context, location('variables')) }),
  };
}
