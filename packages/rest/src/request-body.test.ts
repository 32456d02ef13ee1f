import { join } from 'node:path';
import { serve, serveStreams, tempDir } from '@waybill/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FileBody, type Part, RestClient } from './index.ts';

async function fileOf(content: string): Promise<FileBody> {
  const folder = await tempDir({ 'data.bin': content });
  return { kind: 'file', path: join(folder, 'data.bin'), size: content.length };
}

test('a file is sent with its length, and again after a redirect and a refused token', async () => {
  const seen: unknown[] = [];
  const origin = await serve((request, response, body) => {
    seen.push([request.headers['content-length'], request.headers['transfer-encoding'], body]);
    if (request.url === '/old') response.writeHead(307, { location: '/new' }).end();
    else response.writeHead(request.headers.authorization === 'Bearer 2' ? 200 : 401).end();
  });
  const client = new RestClient({ demandedToken: ({ status }) => (status === 401 ? {} : undefined) });
  const response = await client.send({
    method: 'PUT',
    url: `${origin}/old`,
    headers: {},
    body: await fileOf('héllo'),
    tokenProvider: { allows: () => true, getToken: async ({ insteadOf }) => (insteadOf === undefined ? '1' : '2') },
  });
  expect(response.status).toBe(200);
  expect(seen).toEqual(Array(4).fill(['6', undefined, 'héllo']));
});

test('an empty file has the length 0', async () => {
  const origin = await serve(
    ({ headers }, response, body) => void response.end(`${headers['content-length']} ${body}`),
  );
  const response = await new RestClient().send({ method: 'POST', url: origin, headers: {}, body: await fileOf('') });
  expect(response.body.text()).toBe('0 ');
});

test('a file that is gone by now is an error that names it', async () => {
  const body = { ...(await fileOf('')), path: '/nowhere/data.bin' };
  const sending = new RestClient().send({ method: 'POST', url: 'http://127.0.0.1:9', headers: {}, body });
  await expect(sending).rejects.toMatchObject({
    code: 'ERR_FILE_UNREADABLE',
    message: 'The file /nowhere/data.bin can not be read.',
  });
});

/** An origin that reads a form with the parser of the platform and answers what it found. */
function serveForms(): Promise<string> {
  return serveStreams(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = { 'content-type': String(request.headers['content-type']) };
    const form = await new Response(Buffer.concat(chunks), { headers }).formData();
    const found: unknown[] = [];
    for (const [name, value] of form) {
      found.push(typeof value === 'string' ? [name, value] : [name, value.name, value.type, await value.text()]);
    }
    response.end(JSON.stringify(found));
  });
}

test('a server reads back the parts of any form: names, filenames and values', async () => {
  const origin = await serveForms();
  const file = await fileOf('line\r\n--boundary--\r\n');
  // Browsers write `"` as %22 and leave a %22 as it is, so that nobody can tell the two apart.
  const name = fc
    .string({
      unit: fc.oneof(fc.string({ maxLength: 1 }), fc.constantFrom('"', '\r\n', '\n', '\r', ';', '\\', '=', 'é', '𝄞')),
    })
    .filter((text) => !/%(22|0D|0A)/i.test(text));
  const part: fc.Arbitrary<Part> = fc.oneof(
    fc.record({ name, value: fc.string({ unit: 'binary' }) }),
    fc.record({
      name,
      filename: name.filter((text) => text !== ''),
      type: fc.constant('text/csv'),
      file: fc.constant(file),
    }),
  );
  const client = new RestClient();
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
      const response = await client.send({
        method: 'POST',
        url: origin,
        headers: { 'content-type': 'multipart/form-data; boundary=waybill-boundary' },
        body: { kind: 'multipart', boundary: 'waybill-boundary', parts },
      });
      expect(response.body.json()).toEqual(
        parts.map((each) =>
          'file' in each ? [each.name, each.filename, each.type, 'line\r\n--boundary--\r\n'] : [each.name, each.value],
        ),
      );
    }),
    { numRuns: 200 },
  );
});
