import { makeKeyAndCertificate, runProgram, serve, serveTls, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** Runs a collection file, and gives the results of the JSON report. */
async function runFile(yaml: string, variables: Readonly<Record<string, string>>, more: { env?: object } = {}) {
  const folder = await tempDir({ 'smoke.yaml': yaml });
  const vars = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
  const args = ['run', 'smoke.yaml', ...vars, '--reporter', 'terminal', '--reporter', 'json=report.json'];
  const result = await runProgram(args, { cwd: folder, env: { HOME: folder, ...more.env } });
  return { ...result, folder };
}

describe('redirects', () => {
  const yaml = `
baseUrl: "{{ origin }}"
requests:
  followed: { get: /old, expect: { redirect: "{{ origin }}/new" } }
  not-there: { get: /new, expect: { redirect: /new/ } }
  kept: { get: /old, followRedirects: false, expect: { status: 302, headers: { location: /new }, redirect: { exists: false } } }
`;
  test('are expected to lead somewhere, or not to be followed', async () => {
    const origin = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(302, { location: '/new' }).end();
      else response.end('{}');
    });
    const { stdout, exitCode } = await runFile(yaml, { origin });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('2 passed, 1 failed');
    expect(stdout).toMatch(/redirect\n +expected {2}text that matches \/new\/\n +actual {4}nothing/);
  });
});

describe('size and certificate', () => {
  const yaml = `
baseUrl: "{{ origin }}"
requests:
  all:
    get: /
    expect: { size: ">= {{ least }}", certificate: "> 30d" }
    warn: { size: < 10 B, certificate: "> 9000d" }
`;
  test('are compared', async () => {
    const pair = await makeKeyAndCertificate();
    const origin = await serveTls(pair, (_request, response) => response.end('x'.repeat(2000)));
    const folder = await tempDir({ 'ca.pem': pair.certificate });
    const env = { NODE_EXTRA_CA_CERTS: `${folder}/ca.pem` };
    const { stdout, exitCode } = await runFile(yaml, { origin, least: '2kB' }, { env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/size\n +expected {2}< 10 B\n +actual {4}2000 bytes/);
    expect(stdout).toMatch(/certificate\n +expected {2}> 9000d\n +actual {4}\d+d: waybill-test is valid to 20/);
    expect(stdout).toContain('(2 warnings)');
  });

  test('a certificate expected of plain HTTP is missing', async () => {
    const origin = await serve((_request, response) => response.end('12345678'));
    const { stdout, exitCode } = await runFile(yaml, { origin, least: '8 B' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/actual {4}none: http:\/\/127.0.0.1:\d+ speaks plain HTTP/);
  });
});

test('a slip in an expectation is located and met with a suggestion', async () => {
  const folder = await tempDir({
    'smoke.yaml': `
requests:
  a:
    get: https://example.org
    expect: { size: 10kB, certificate: "> 30 years" }
    warn: { sise: < 1 B }
`,
  });
  const { stdout, stderr, exitCode } = await runProgram(['validate', 'smoke.yaml'], { cwd: folder });
  expect(exitCode).toBe(3);
  const seen = stdout + stderr;
  expect(seen).toContain('smoke.yaml:5:21');
  expect(seen).toContain('`size` needs a comparison.');
  expect(seen).toContain('`30 years` is not a lifetime.');
  expect(seen).toMatch(/smoke\.yaml:6:\d+[\s\S]*Unknown key `sise`[\s\S]*`size`/);
});

describe('a JSON Schema', () => {
  const files = {
    'schemas/workspaces.json': JSON.stringify({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      required: ['value'],
      properties: { value: { type: 'array', items: { $ref: 'workspace.yaml#/$defs/workspace' } } },
    }),
    'schemas/workspace.yaml': `
$defs:
  workspace:
    type: object
    required: [id, name]
    properties:
      id: { type: string, format: uuid }
      type: { enum: [Workspace, PersonalGroup] }
      parent: { $ref: "#/$defs/workspace" }
`,
    'smoke.yaml': `
baseUrl: "{{ origin }}"
requests:
  list: { get: /, expect: { schema: schemas/workspaces.json } }
  first: { get: /, expect: { body: { "$.value[0]": { schema: { type: object, additionalProperties: false, properties: { id: {} } } } } } }
`,
  };

  test('tells every violation with its pointer', async () => {
    const origin = await serve((_request, response) => {
      const parent = { id: 'x', name: 1 };
      const value = [
        { id: '3a9b7c15-6d2e-4f80-91a3-b4c5d6e7f809', name: 'a', type: 'App' },
        { id: 5, parent },
      ];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ value }));
    });
    const folder = await tempDir(files);
    const { stdout, exitCode } = await runProgram(['run', 'smoke.yaml', '--var', `origin=${origin}`], { cwd: folder });
    expect(exitCode).toBe(1);
    const told = [...stdout.matchAll(/^ {6}(\S.*)\n +expected {2}(.*)\n +actual {4}(.*)$/gm)].map((found) =>
      found.slice(1),
    );
    expect(told).toEqual([
      ['body /value/0/type', 'one of "Workspace", "PersonalGroup"', '"App"'],
      ['body /value/1/name', 'a value: it is required', 'nothing'],
      ['body /value/1/id', 'type string', '5'],
      ['body /value/1/parent/id', 'format uuid', '"x"'],
      ['$.value[0] /name', 'nothing: the schema has no place for it', '"a"'],
      ['$.value[0] /type', 'nothing: the schema has no place for it', '"App"'],
    ]);
  });

  test('that is wrong, missing or elsewhere is a mistake with its place', async () => {
    const folder = await tempDir({
      'collection/smoke.yaml': `
requests:
  a: { get: https://example.org, expect: { schema: a.json } }
  b: { get: https://example.org, expect: { schema: ../outside.json } }
  c: { get: https://example.org, expect: { schema: { type: strng, requird: [a], pattern: "(" } } }
  d: { get: https://example.org, expect: { body: { $.a: { schema: { $ref: "https://example.org/s.json" } } } } }
  e: { get: https://example.org, expect: { schema: missing.json } }
`,
      'collection/a.json':
        '{\n  "properties": { "a": { "$ref": "#/definitions/nam" } },\n  "definitions": { "name": true }\n}',
      'outside.json': '{}',
    });
    const { stdout, stderr, exitCode } = await runProgram(['validate', 'collection'], { cwd: folder });
    const seen = stdout + stderr;
    expect(exitCode).toBe(3);
    expect(seen).toMatch(/collection\/a\.json:2:34[^\n]*\n?.*`#\/definitions\/nam` leads nowhere/);
    expect(seen).toContain('Did you mean `name`?');
    expect(seen).toMatch(/smoke\.yaml:4:52[\s\S]*`\.\.\/outside\.json` is outside of the collection/);
    expect(seen).toContain('`strng` is not a type.');
    expect(seen).toContain('Did you mean `required`?');
    expect(seen).toContain('The regular expression is wrong');
    expect(seen).toContain('Schemas are never fetched.');
    expect(seen).toContain('`missing.json` can not be found.');
  });

  test('that is hostile ends in a mismatch, and runs no code', async () => {
    const code = '"});process.exit(7);//';
    const folder = await tempDir({
      'smoke.yaml': `
baseUrl: "{{ origin }}"
requests:
  circle: { get: /, expect: { schema: { $ref: "#" } } }
  code: { get: /, expect: { schema: code.json } }
`,
      'code.json': JSON.stringify({
        properties: { [code]: { const: code, pattern: code.replaceAll(/[(){}]/g, '.') }, __proto__x: {} },
        required: [code, '__proto__'],
        format: code,
        title: code,
      }),
    });
    const origin = await serve((_request, response) => {
      response
        .setHeader('content-type', 'application/json')
        .end('{"\\ud800":{"__proto__":[1]},"a":"aaaaaaaaaaaaaaaaaaaaaaaa!"}');
    });
    const { stdout, exitCode } = await runProgram(['run', 'smoke.yaml', '--var', `origin=${origin}`], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('The check was given up: it leads too deep.');
    expect(stdout).toContain('0 passed, 2 failed');
  });
});

describe('XML', () => {
  const yaml = `
baseUrl: "{{ origin }}"
requests:
  good:
    get: /good
    expect:
      xml:
        namespaces: { f: "urn:feed" }
        /f:feed/f:entry[1]/@id: 1
        //*[local-name()='title']: { length: 2 }
        count(//f:entry): 2
        //f:missing: { exists: false }
  unmet: { get: /good, expect: { xml: { "/feed": x, "//*[local-name()='title'][1]": /^c/ } } }
  bomb: { get: /bomb, expect: { xml: { /a: x } } }
  broken: { get: /broken, expect: { status: 201, xml: { /a: x, /b: x } } }
  deep: { get: /deep, expect: { xml: { "count(//a)": x } } }
  wrong: { get: /good, expect: { xml: { "//[": x } } }
`;
  const feed =
    '<feed xmlns="urn:feed"><entry id="1"><title>a</title></entry><entry id="2"><title>b</title></entry></feed>';
  const answers: Readonly<Record<string, string>> = {
    '/good': feed,
    '/bomb': '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "&x;&x;">]><a>&y;</a>',
    '/broken': '<a><b></a>',
    '/deep': `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`,
  };

  test('is read by XPath, and hostile XML is a mismatch', async () => {
    const origin = await serve((request, response) => response.end(answers[request.url ?? '']));
    const folder = await tempDir({ 'smoke.yaml': yaml });
    const { stdout, exitCode } = await runProgram(['run', 'smoke.yaml', '--var', `origin=${origin}`], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 passed, 5 failed');
    expect(stdout).toMatch(/✔ GET +good/);
    expect(stdout).toMatch(/\/feed\n +expected {2}"x"\n +actual {4}nothing/);
    expect(stdout).toContain('It has a document type (<!DOCTYPE), which is not read.');
    expect(stdout).toContain('The body can not be read as XML. It is not well-formed.');
    expect(stdout).toContain('The XPath `//[` is wrong.');
    expect(stdout).not.toContain('ERR_INTERNAL');
  });
});
