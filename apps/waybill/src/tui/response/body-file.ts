import { access } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Whether saving would replace something. */
export async function isThere(file: string): Promise<boolean> {
  return access(resolve(file)).then(
    () => true,
    () => false,
  );
}

/** A file name for the response to a request. */
export function nameForBody(requestId: string, contentType = ''): string {
  const extension = /json/i.test(contentType) ? 'json' : /html/i.test(contentType) ? 'html' : 'txt';
  const name = requestId.replace(/[^\w.-]+/g, '-').replace(/^[-.]+/, '');
  return `${name === '' ? 'response' : name}.${extension}`;
}
