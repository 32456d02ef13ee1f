import { runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const TOKEN = 'the-token-of-the-identity';

interface Seen {
  readonly path: string;
  readonly credentials: Readonly<Record<string, string>>;
}

const CREDENTIALS = ['authorization', 'cookie', 'x-api-key'];

/**
 * Runs a collection with an API that sets a cookie and sends everybody on, and another host. Both are on this machine,
 * under two names: cookies know no ports.
 */
async function runBetweenHosts(requests: string, options: { readonly allow?: boolean } = {}) {
  const seen: { api: Seen[]; other: Seen[] } = { api: [], other: [] };
  const note = (list: Seen[], path = '', headers: Readonly<Record<string, unknown>>) => {
    const found = CREDENTIALS.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]]));
    list.push({ path, credentials: Object.fromEntries(found) });
  };
  const other = (
    await serve((request, response) => {
      note(seen.other, request.url, request.headers);
      response.end('{"status":"done","value":[]}');
    })
  ).replace('127.0.0.1', 'localhost');
  const origin = await serve((request, response) => {
    note(seen.api, request.url, request.headers);
    const { url = '' } = request;
    response.setHeader('set-cookie', 'session=of-the-api');
    if (url === '/away') response.writeHead(307, { location: `${other}/x` }).end();
    else if (url === '/job') response.writeHead(202, { location: `${other}/job` }).end();
    else response.end(JSON.stringify({ value: [], '@odata.nextLink': `${other}/next` }));
  });
  const cwd = await tempDir({
    'a.yaml': `baseUrl: "{{ apiUrl }}"\nrequests:\n  first: { post: /first, cookies: true }\n${requests}`,
    'environments/e.yaml': `
cloud: sandbox
variables: { apiUrl: "${origin}" }
secrets: { token: { env: TOKEN } }
identities:
  app: { flow: token, token: "{{ token }}"${options.allow ? `, allowedHosts: ["${new URL(other).host}"]` : ''} }
`,
  });
  const result = await runProgram(['run', 'a.yaml', '-e', 'e'], { cwd, env: { TOKEN } });
  expect(result.stdout).toContain('2 passed');
  return seen;
}

const headers = 'headers: { authorization: Basic dXNlcjpwYXNzd29yZA==, cookie: own=by-hand, x-api-key: key-by-hand }';
const bearer = { authorization: `Bearer ${TOKEN}` };
const session = { cookie: 'session=of-the-api' };

const WAYS = {
  redirect: (more: string) => `  go: { get: /away, ${more} }`,
  poll: (more: string) =>
    `  go: { post: /job, ${more}, poll: { get: "{{ response.headers.location }}", every: 1ms, until: { $.status: done } } }`,
  'next page': (more: string) => `  go: { get: /list, ${more}, paginate: { by: odata, pages: 2 } }`,
};

describe.each(Object.entries(WAYS))('a %s to another host', (_way, request) => {
  test('carries no token that is not for it, and no cookie', async () => {
    const seen = await runBetweenHosts(request('auth: app'));
    expect(seen.api.at(-1)?.credentials).toEqual({ ...bearer, ...session });
    expect(seen.other.map(({ credentials }) => credentials)).toEqual([{}]);
  });

  test('carries the token if the identity allows the host, and still no cookie', async () => {
    const seen = await runBetweenHosts(request('auth: app'), { allow: true });
    expect(seen.other.map(({ credentials }) => credentials)).toEqual([bearer]);
  });

  test('carries no credential that was written by hand, allowed or not', async () => {
    const seen = await runBetweenHosts(request(headers), { allow: true });
    expect(Object.keys(seen.api.at(-1)?.credentials ?? {})).toEqual(CREDENTIALS);
    expect(seen.other.map(({ credentials }) => credentials)).toEqual([{}]);
  });
});
