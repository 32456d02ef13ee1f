import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatLocation } from '@waybill/errors';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { loadEnvironment, readEnvironment } from './environment.ts';

const file = '/work/environments/sandbox.yaml';

function problemsOf(text: string): string {
  return readEnvironment(file, text)
    .problems.map(
      ({ location, message, hint }) =>
        `${formatLocation(location).replace(`${file}:`, '')} ${message}${hint === undefined ? '' : ` → ${hint}`}`,
    )
    .join('\n');
}

test('the whole of an environment is read', () => {
  const { environment, problems } = readEnvironment(
    file,
    `
cloud: sandbox
protected: true
variables: { apiUrl: "http://{{ host }}", host: localhost }
secrets:
  a: { env: A }
  b: { dotenv: B }
  c: { dotenv: C, file: ../.env.ci }
  d: { file: secret.txt }
identities:
  app: { flow: client-secret, tenantId: t, clientId: c, clientSecret: "{{ a }}", scope: s, allowedHosts: [x] }
  robot: { flow: password, tenantId: t, clientId: c, username: u, password: "{{ b }}", scope: s }
  old: { flow: password, endpoint: v1, tenantId: t, clientId: c, clientSecret: "{{ a }}", username: u, password: p, resource: r }
`,
  );
  expect(problems).toEqual([]);
  expect(environment).toMatchObject({
    name: 'sandbox',
    file,
    cloud: 'sandbox',
    protected: true,
    secrets: {
      a: { env: 'A' },
      b: { dotenv: 'B', path: '/work/environments/.env' },
      c: { dotenv: 'C', path: '/work/.env.ci' },
      d: { file: '/work/environments/secret.txt' },
    },
  });
  expect(environment.identities).toMatchSnapshot();
  expect(environment.layer).toMatchObject({ origin: 'environment sandbox.yaml', templated: true });
  expect(environment.layer.get('apiUrl')).toBe('http://{{ host }}');
  expect(environment.layer.locate?.('host')).toEqual({ file, line: 4, column: 49 });
  expect(environment.locate(['identities', 'app', 'clientSecret'])).toEqual({ file, line: 11, column: 71 });
});

test('identities and secrets may be missing', () => {
  const { environment, problems } = readEnvironment(file, 'variables: {}\n');
  expect(problems).toEqual([]);
  expect(environment).toMatchObject({ cloud: 'public', protected: false, secrets: {}, identities: {} });
});

test('what a file as a whole can have wrong', () => {
  expect(problemsOf('')).toMatchInlineSnapshot(
    `"1:1 The file is empty. → Write at least \`variables:\` or \`identities:\`."`,
  );
  expect(problemsOf('[]')).toMatchInlineSnapshot(`"1:1 The environment must be a mapping, not a list."`);
  expect(
    problemsOf('cluod: x\nprotected: 1\nvariables: { a: "{{ x" }\nsecrets: []\nidentities: x\n'),
  ).toMatchInlineSnapshot(`
    "1:1 Unknown key \`cluod\`. → Did you mean \`cloud\`?
    2:12 \`protected\` must be true or false, not a number.
    3:18 \`{{\` is never closed. → Close it with \`}}\`; for the text itself write {{ '{{' }}.
    4:1 \`secrets\` must be a mapping from names to secrets. → Write a name for each below it.
    5:1 \`identities\` must be a mapping from names to identities. → Write a name for each below it."
  `);
});

test('a literal secret is refused and never repeated', () => {
  const text =
    'secrets:\n  clientSecret: hunter2\n  b: { evn: hunter2 }\n  c: { env: [hunter2] }\n  d: "{{ hunter2"\n  e: {}\n  f: { file: hunter2, x: hunter2 }\n';
  expect(problemsOf(text)).not.toContain('hunter2');
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    "2:17 The secret \`clientSecret\` is not a reference: secrets never stand in the file itself. → Write where it is kept: clientSecret: { env: CLIENT_SECRET }. Sources are: env, dotenv, file, keyvault, azureCli, command, keychain, prompt.
    3:3 The secret \`b\` names no known source. → Did you mean \`env\`?
    4:8 \`env\` must be a text, not a list.
    5:6 The secret \`d\` is not a reference: secrets never stand in the file itself. → Write where it is kept: d: { env: D }. Sources are: env, dotenv, file, keyvault, azureCli, command, keychain, prompt.
    6:3 The secret \`e\` names no known source. → Sources are: env, dotenv, file, keyvault, azureCli, command, keychain, prompt.
    7:23 Unknown key \`x\`. → Known here: file."
  `);
});

test('identities are checked by their flow', () => {
  expect(problemsOf('identities:\n  a: { flow: client-secert }\n')).toMatchInlineSnapshot(
    `"2:14 The identity \`a\` has an unknown flow. → Did you mean \`client-secret\`? Flows are: authorization-code, azure-cli, client-certificate, client-secret, default, device-code, managed-identity, oauth2, on-behalf-of, password, refresh-token, token, workload-federation."`,
  );
  expect(problemsOf('identities:\n  a: { tenantId: x }\n  none: 5\n')).toMatchInlineSnapshot(`
    "2:3 The identity \`a\` has no \`flow\`. → Flows are: authorization-code, azure-cli, client-certificate, client-secret, default, device-code, managed-identity, oauth2, on-behalf-of, password, refresh-token, token, workload-federation.
    3:3 An identity can not be called \`none\`: \`auth: none\` means no identity. → Choose another name.
    3:3 The identity \`none\` must be a mapping. → Write none: { flow: client-secret, … }."
  `);
  expect(
    problemsOf('identities:\n  a:\n    flow: client-secret\n    tenantId: t\n    clientSecret: 5\n    scop: x\n'),
  ).toMatchInlineSnapshot(`
    "2:3 \`clientId\` is missing in the identity \`a\` (flow client-secret). → Add \`clientId\`: a text.
    2:3 \`scope\` is missing in the identity \`a\` (flow client-secret). → Add \`scope\`: a text.
    5:19 \`clientSecret\` must be a text, not a number. → Put it into quotes.
    6:5 Unknown key \`scop\`. → Did you mean \`scope\`?"
  `);
  expect(
    problemsOf(
      'identities:\n  a: { flow: password, endpoint: v3, tenantId: t, clientId: c, username: u, password: p, scope: s }\n',
    ),
  ).toMatchInlineSnapshot(`"2:34 \`endpoint\` must be \`v1\` or \`v2\`, not a text."`);
  expect(
    problemsOf(
      'identities:\n  a: { flow: password, endpoint: v1, tenantId: t, clientId: c, username: u, password: p, scope: s }\n',
    ),
  ).toMatchInlineSnapshot(`
    "2:3 \`resource\` is missing in the identity \`a\` (flow password). → Add \`resource\`: a text.
    2:90 Unknown key \`scope\`. → Known here: flow, allowedHosts, tenantId, clientId, clientSecret, username, password, endpoint, resource."
  `);
});

test('an environment is found by name and by path, and an unknown one lists the known', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-environment-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'environments'));
  await writeFile(join(folder, 'environments', 'sandbox.yaml'), 'cloud: sandbox\n');
  await writeFile(join(folder, 'environments', 'test.yml'), 'cloud: china\n');
  expect((await loadEnvironment('sandbox', folder)).environment.cloud).toBe('sandbox');
  expect((await loadEnvironment('test', folder)).environment.name).toBe('test');
  expect((await loadEnvironment(join(folder, 'environments/test.yml'), '/nowhere')).environment.cloud).toBe('china');
  await expect(loadEnvironment('sandbx', folder)).rejects.toMatchObject({
    code: 'ERR_ENVIRONMENT_UNKNOWN',
    hint: 'Did you mean `sandbox`? Known are: sandbox, test.',
  });
  await expect(loadEnvironment('x', join(folder, 'none'))).rejects.toMatchObject({ code: 'ERR_ENVIRONMENT_UNKNOWN' });
  await expect(loadEnvironment(`${folder}/environments/`, folder)).rejects.toMatchObject({
    code: 'ERR_FILE_UNREADABLE',
  });
});

test('variables named like prototype members do no harm', () => {
  const { environment } = readEnvironment(file, 'variables:\n  __proto__: { admin: true }\n  constructor: mine\n');
  expect(environment.layer.get('constructor')).toBe('mine');
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('any text is an environment or problems, never a throw', () => {
  const keys = fc.constantFrom(
    'variables',
    'secrets',
    'identities',
    'flow',
    'env',
    'file',
    '__proto__',
    'endpoint',
    'tls',
    'rateLimits',
    'host',
    'requests',
    'per',
    'a',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, 5, 'password', 'client-secret', '{{', 'v1'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.array(fc.tuple(keys, tie('tree')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  fc.assert(fc.property(tree, (value) => void readEnvironment(file, JSON.stringify(value))));
});

test('how to connect is read, with paths seen from the file', () => {
  const { environment, problems } = readEnvironment(
    file,
    `
tls:
  ca: [root.pem, "{{ env.CA }}"]
  clientCertificates:
    - { host: "Gateway.Contoso.com:443", certificate: client.pem, key: ../client.key, passphrase: "{{ p }}" }
http2: true
rateLimits:
  - { host: "[::1]:8080", requests: 200, per: 1h }
  - { operation: "get /admin/groups/{id}", requests: 5, per: 1m }
  - { operation: /groups, requests: 5, per: 1m }
`,
  );
  expect(problems).toEqual([]);
  expect(environment).toMatchObject({
    http2: true,
    tls: {
      ca: ['/work/environments/root.pem', '{{ env.CA }}'],
      clientCertificates: [
        {
          host: 'gateway.contoso.com',
          certificate: '/work/environments/client.pem',
          key: '/work/client.key',
          passphrase: '{{ p }}',
        },
      ],
    },
    rateLimits: [
      { to: { kind: 'host', host: '[::1]:8080' }, requests: 200, per: '1h', perMs: 3_600_000 },
      { to: { kind: 'operation', method: 'GET', path: '/admin/groups/{id}' }, requests: 5 },
      { to: { kind: 'operation', method: '*', path: '/groups' } },
    ],
  });
  expect(readEnvironment(file, 'variables: {}\n').environment).toMatchObject({ http2: false, rateLimits: [] });
});

test('what can be wrong with connections is shown at its place', () => {
  expect(
    problemsOf(
      'tls: { ca: 5, cert: x }\nhttp2: yes please\nrateLimits: [{ requests: 1, per: "{{ span }}" }, { host: a/b, requests: 1, per: 5 }]\n',
    ),
  ).toMatchInlineSnapshot(`
    "1:12 \`tls.ca\` must be the path of a PEM file, or a list of paths, not a number.
    1:15 Unknown key \`cert\`. → Known here: ca, clientCertificates.
    2:8 \`http2\` must be true or false, not a text.
    3:14 A rate limit is for one of them, but this one has neither \`host\` nor \`operation\`. → Write \`host: api.powerbi.com\` or \`operation: GET /admin/groups\`.
    3:34 The span of a rate limit can not be a template. → Write it out: 1h.
    3:58 \`a/b\` is no host. → Write a name such as api.powerbi.com, with its port if it has one.
    3:81 \`5\` is not a duration: the unit is missing. → Write \`5s\` or \`5ms\`."
  `);
  expect(
    problemsOf('tls: { clientCertificates: [{ host: h, certificate: c }, { host: "a b", certificate: c, key: k }] }\n'),
  ).toMatchInlineSnapshot(`"1:29 \`key\` is missing in \`tls.clientCertificates[0]\`. → Add \`key\`: a text."`);
});
