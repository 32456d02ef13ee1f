import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { clientSecret, ENTER, ESCAPE, type OpenUiOptions, openUi } from './open-ui.ts';

const LEFT = '\u001b[D';
const DELETE = '\u001b[3~';
const ctrl = (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 96);

const FILE = `# Kept: what this file is for.
baseUrl: "{{ apiUrl }}/v1.0/myorg"
headers: { X-From-File: yes }   # inherited

requests:
  # about the first
  first:
    name: The first one
    get: "/groups?$top=1" # quoted
    headers:
      Accept: application/json   # plain

      'X-Trace': 'it''s'
    query: { $filter: "name eq '{{ workspaceName }}'" }

  second:
    post: /groups/{{ workspaceId }}/users
    headers:
      X-Wrong: "{{ worspaceName }}"
      X-Secret: "{{ kept }}"
      X-Wrapped: "{{ wrapped }}"
      X-Lost: "{{ lost }}"
    capture: { workspaceId: $.id }
    json:
      # who
      identifier: someone # kept
      list: [1, 2]
`;

const ENVIRONMENT = `cloud: sandbox
protected: true
variables:
  workspaceName: Contoso Sales
  wrapped: "key {{ kept }}"
secrets:
  kept: { file: app-secret.txt }
  lost: { env: NOBODY_SETS_THIS }
`;

/** Opens the file with the cursor in the request pane. */
async function openRequest(options: OpenUiOptions = {}) {
  const files = { 'waybill.yaml': FILE, 'environments/test.yaml': ENVIRONMENT, ...options.files };
  const ui = await openUi('', { columns: 160, ...options, files });
  await ui.terminal.waitFor('workspaceName = "Contoso Sales"');
  // The whole width: no line is broken.
  ui.terminal.type('2f');
  await ui.terminal.waitFor(/^┏━ 2 Request[^╭]*\n┃.*\n┃› GET/m);
  const file = join(ui.cwd, 'waybill.yaml');
  return { ...ui, file, text: () => readFile(file, 'utf8') };
}

async function changed(text: () => Promise<string>, from: string, to: string): Promise<void> {
  expect(FILE).toContain(from);
  await expect.poll(text).toBe(FILE.replace(from, to));
}

describe('the request pane', { timeout: 30_000 }, () => {
  test('edits the URL in place, and every other character of the file stays', async () => {
    const { terminal, text } = await openRequest();
    terminal.type('i');
    await terminal.waitFor('Enter saves, Esc cancels');
    await terminal.waitFor('GET /groups?$top=1');
    terminal.type(`${LEFT}${DELETE}25${ctrl('a')}${ctrl('e')}${ENTER}`);
    await terminal.waitFor('myorg/groups?$top=25');
    await changed(text, '"/groups?$top=1"', '"/groups?$top=25"');
    await terminal.waitFor('Saved.');
    expect(terminal.screen()).toContain('› GET');
  });

  test('edits a header with wide characters, one of which is pasted', async () => {
    const { terminal, text } = await openRequest();
    terminal.type(']jj');
    await terminal.waitFor("› X-Trace: it's");
    terminal.type(ENTER);
    await terminal.waitFor('Enter saves');
    terminal.type(`${ctrl('u')}漢字'👩‍👩‍👧`);
    terminal.type(`${LEFT}${LEFT}`);
    terminal.type(`\u001b[200~ü\n\u001b[201~`);
    await terminal.waitFor("漢字ü'");
    terminal.type(ENTER);
    await terminal.waitFor('Saved.');
    await changed(text, "'it''s'", "'漢字ü''👩‍👩‍👧'");
    await terminal.waitFor('› X-Trace');
  });

  test('Esc cancels, and what is pasted elsewhere is not pressed', async () => {
    const { terminal, text } = await openRequest();
    terminal.type('i');
    await terminal.waitFor('Enter saves');
    terminal.type(`${ctrl('u')}nothing`);
    await terminal.waitFor('GET nothing');
    terminal.type(ESCAPE);
    await terminal.waitFor('› GET {{ apiUrl }}');
    terminal.type('\u001b[200~q\u001b[201~?');
    await terminal.waitFor('Keys');
    expect(await text()).toBe(FILE);
  });

  test('adds and removes a header; the inherited one cannot be removed here', async () => {
    const { terminal, text } = await openRequest();
    terminal.type(']a');
    await terminal.waitFor('Enter adds');
    terminal.type(`no name${ENTER}`);
    await terminal.waitFor('An entry needs a name.');
    terminal.type(`${ctrl('u')}X-New: {{ workspaceName }}${ENTER}`);
    await terminal.waitFor('Saved.');
    await changed(text, "      'X-Trace': 'it''s'\n", `      'X-Trace': 'it''s'\n      X-New: "{{ workspaceName }}"\n`);
    terminal.type('x');
    await terminal.waitFor('Only headers, parameters and fields that stand in this request can be removed.');
    terminal.type('G');
    await terminal.waitFor('› X-New');
    terminal.type('x');
    await terminal.waitFor('Remove X-New of headers?');
    terminal.type('n');
    await terminal.waitFor('Quit');
    terminal.type('x');
    await terminal.waitFor('Remove X-New of headers?');
    terminal.type('y');
    await expect.poll(text).toBe(FILE);
  });

  test('adds a query parameter', async () => {
    const { terminal, text } = await openRequest();
    terminal.type('a');
    await terminal.waitFor('Enter adds');
    terminal.type(`$skip=5${ENTER}`);
    await terminal.waitFor('$skip = 5');
    await changed(text, `{{ workspaceName }}'" }`, `{{ workspaceName }}'", $skip: 5 }`);
  });

  test('sets the expected status and the identity', async () => {
    const { terminal, text } = await openRequest();
    terminal.type(']]]]');
    await terminal.waitFor('status  below 400');
    terminal.type(`i200, 2xx${ENTER}`);
    await terminal.waitFor('Saved.');
    await expect.poll(text).toContain('    expect:\n      status: [200, 2xx]\n');
    terminal.type('[');
    await terminal.waitFor('› none');
    terminal.type(`inone${ENTER}`);
    await expect.poll(text).toContain('auth: none');
  });

  describe('gives a request without a body one', () => {
    const URL_LINE = '    get: "/groups?$top=1" # quoted\n';

    async function openWithoutBody() {
      const ui = await openRequest();
      ui.terminal.type(']]');
      await ui.terminal.waitFor('› No body.');
      ui.terminal.type('a');
      await ui.terminal.waitFor('Add a body?  j JSON, f form, t text, any other key adds none');
      return ui;
    }

    test('of JSON, once it is right', async () => {
      const { terminal, text } = await openWithoutBody();
      terminal.type('j');
      await terminal.waitFor('JSON  Enter adds, Esc cancels');
      terminal.type(`"name": "{{ workspaceName }}", "ids": [1, 2${ENTER}`);
      await terminal.waitFor('This is not JSON');
      expect(await text()).toBe(FILE);
      terminal.type(`]${ENTER}`);
      await terminal.waitFor('Saved.');
      await terminal.waitFor('"name": "{{ workspaceName }}"');
      await changed(text, URL_LINE, `${URL_LINE}    json:\n      name: "{{ workspaceName }}"\n      ids: [1, 2]\n`);
    });

    test('of a form, to which more is added', async () => {
      const { terminal, text } = await openWithoutBody();
      terminal.type('f');
      await terminal.waitFor('name=value  Enter adds, Esc cancels');
      terminal.type(`grant=a b${ENTER}`);
      await terminal.waitFor('Saved.');
      await terminal.waitFor('› grant: a b');
      terminal.type(`atop=5${ENTER}`);
      await terminal.waitFor('top: 5');
      await changed(text, URL_LINE, `${URL_LINE}    form:\n      grant: a b\n      top: 5\n`);
    });

    test('of text', async () => {
      const { terminal, text } = await openWithoutBody();
      terminal.type('t');
      await terminal.waitFor('Text  Enter adds, Esc cancels');
      terminal.type(`12 # no comment${ENTER}`);
      await terminal.waitFor('› 12 # no comment');
      await changed(text, URL_LINE, `${URL_LINE}    text: "12 # no comment"\n`);
    });

    test('unless another key is pressed, or nothing is typed', async () => {
      const { terminal, text } = await openWithoutBody();
      terminal.type('q');
      await terminal.waitFor('q Quit');
      terminal.type('at');
      await terminal.waitFor('Text  Enter adds, Esc cancels');
      terminal.type(ENTER);
      await terminal.waitFor('q Quit');
      await terminal.waitFor('› No body.');
      expect(await text()).toBe(FILE);
    });
  });

  test('edits a matcher of the status, and what it may not be is said', async () => {
    const matched = FILE.replace(
      '    capture:',
      '    expect:\n      status:\n        min: 200 # kept\n        max: 299\n    capture:',
    );
    const { terminal, text } = await openRequest({ files: { 'waybill.yaml': matched } });
    terminal.type('1j2]]]]');
    await terminal.waitFor('› status');
    terminal.type('i');
    await terminal.waitFor('status  { min: 200, max: 299 }');
    terminal.type(`${LEFT.repeat(5)}${DELETE.repeat(3)}204${ENTER}`);
    await terminal.waitFor('Saved.');
    await expect.poll(text).toBe(matched.replace('299', '204'));
    terminal.type('i');
    await terminal.waitFor('status  { min: 200, max: 204 }');
    terminal.type(`${ctrl('u')}{ mni: 200 }${ENTER}`);
    await terminal.waitFor(/mni/);
    await terminal.waitFor(/`min`/);
    terminal.type(`${ctrl('u')}[202, { min: 500 }]${ENTER}`);
    await expect.poll(text).toContain('- min: 500');
  });

  test('refuses to write over a file that changed on disk, and keeps what was typed', async () => {
    const { terminal, file, text } = await openRequest();
    terminal.type('i');
    await terminal.waitFor('Enter saves');
    terminal.type('0');
    await terminal.waitFor('$top=10');
    await writeFile(file, `${FILE}# from somebody else\n`);
    terminal.type(ENTER);
    await terminal.waitFor('changed on disk since it was loaded');
    await terminal.waitFor('$top=10');
    expect(await text()).toBe(`${FILE}# from somebody else\n`);
  });

  test('a mistake is shown where it was made', async () => {
    const { terminal, text } = await openRequest();
    terminal.type('i');
    await terminal.waitFor('Enter saves');
    terminal.type(`/{{ x${ENTER}`);
    await terminal.waitFor('`{{` is never closed.');
    expect(await text()).toBe(FILE);
  });

  test('shows what templates stand for and where that comes from, but no secret', async () => {
    const { terminal, secrets } = await openRequest();
    expect(terminal.screen()).toMatch(/workspaceName = "Contoso Sales" {2}environment test\.yaml/);
    expect(terminal.screen()).toMatch(/apiUrl = "http:\/\/127\.0\.0\.1:\d+" {2}command line/);
    terminal.type('1j2');
    await terminal.waitFor('› POST');
    await terminal.waitFor('workspaceId comes from second, which has not captured it yet');
    terminal.type(']');
    await terminal.waitFor('The variable `worspaceName` is not defined. Did you mean `workspaceName`?');
    await terminal.waitFor(/kept = \*\*\* {2}secret of/);
    await terminal.waitFor(/wrapped = "key \*\*\*" {2}environment test\.yaml/);
    await terminal.waitFor(/lost is missing: .*NOBODY_SETS_THIS/);
    expect(secrets).toContain(clientSecret);
    for (const secret of secrets) expect(terminal.output).not.toContain(secret);
  });

  test('opens a JSON body in $EDITOR, as a file nobody else can read and that is gone afterwards', async () => {
    const folder = await tempDir({
      'edit.sh': `#!/bin/sh
ls -l "$2" > "$(dirname "$0")/seen"; echo "$2" > "$(dirname "$0")/path"
sed -i "s/someone/{{ workspaceName }}/" "$2"
`,
    });
    const { terminal, text } = await openRequest({ env: { EDITOR: `sh ${join(folder, 'edit.sh')}` } });
    terminal.type('1j2]]');
    await terminal.waitFor('"identifier": "someone"');
    terminal.type(ENTER);
    await terminal.waitFor('"identifier": "{{ workspaceName }}"');
    await changed(text, 'identifier: someone # kept', 'identifier: "{{ workspaceName }}" # kept');
    expect(await readFile(join(folder, 'seen'), 'utf8')).toMatch(/^-rw------- .*\.json$/m);
    const path = (await readFile(join(folder, 'path'), 'utf8')).trim();
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('a body that is no JSON is not saved', async () => {
    const folder = await tempDir({ 'edit.sh': '#!/bin/sh\necho "{" > "$2"\n' });
    const { terminal, text } = await openRequest({ env: { EDITOR: `sh ${join(folder, 'edit.sh')}` } });
    terminal.type('1j2]]');
    await terminal.waitFor('"identifier": "someone"');
    terminal.type('i');
    await terminal.waitFor('This is not JSON');
    expect(await text()).toBe(FILE);
  });
});
