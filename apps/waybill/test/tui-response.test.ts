import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeKeyAndCertificate, openTerminal, serve, serveTls, type Terminal, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const ENTER = '\r';
const ESCAPE = '\u001b';
const SECRET = 'hunter2-hunter2-hunter2';
const JWT = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.${'c'.repeat(40)}`;

const workspaces = { value: Array.from({ length: 30 }, (_, index) => ({ id: index, name: `Workspace ${index}` })) };

interface Answer {
  readonly body: string | Buffer;
  readonly type?: string;
}

/** Sends one request with a secret header to a server that answers so, and focuses the response. */
async function openResponse(answer: Answer, options: { columns?: number; rows?: number } = {}) {
  const origin = await serve((request, response) => {
    if (request.url === '/old') return response.writeHead(307, { location: '/' }).end();
    return response.setHeader('content-type', answer.type ?? 'application/json').end(answer.body);
  });
  const cwd = await tempDir({
    'smoke.yaml': `requests: { list: { post: "${origin}/old", headers: { x-api-key: "{{ apiKey }}", accept: "it's" }, text: "key={{ apiKey }}" } }`,
    'environments/test.yaml': 'cloud: sandbox\nsecrets: { apiKey: { env: TEST_API_KEY } }\n',
  });
  const terminal = openTerminal(['-c', 'smoke.yaml', '-e', 'test'], {
    cwd,
    env: { TEST_API_KEY: SECRET },
    ...options,
  });
  await terminal.waitFor('›');
  terminal.type(`${ENTER}4f`);
  await terminal.waitFor(/200 · \d+ ms · /);
  return { terminal, cwd };
}

/** Types something that changes the screen, and waits until it did. */
async function typeAndSee(terminal: Terminal, keys: string): Promise<void> {
  const before = terminal.screen();
  terminal.type(keys);
  await expect.poll(() => terminal.screen(), { interval: 5 }).not.toBe(before);
}

/** Asks to save the body under a name of its own. */
async function saveAs(terminal: Terminal, file: string): Promise<void> {
  terminal.type('o');
  await terminal.waitFor('Save as: list.json▏');
  terminal.type('\u0015');
  await terminal.waitFor('Save as: ▏');
  terminal.type(`${file}${ENTER}`);
}

/** What the program last put on the clipboard (OSC 52). */
async function copied(terminal: Terminal): Promise<string> {
  await terminal.waitFor('Copied');
  const encoded = terminal.output.split('\u001b]52;c;').at(-1) as string;
  return Buffer.from(/^[A-Za-z0-9+/=]*/.exec(encoded)?.[0] as string, 'base64').toString();
}

describe('the response pane', { timeout: 30_000 }, () => {
  test('moves a cursor over the body and names the path of its line', async () => {
    const { terminal } = await openResponse({ body: JSON.stringify(workspaces) });
    terminal.type('jjj');
    await terminal.waitFor(/›.*"id": 0/);
    await terminal.waitFor("4/124  $['value'][0]['id']");
    terminal.type('G');
    await terminal.waitFor(/›}/);
    await terminal.waitFor('124/124  $');
  });

  test('folds and unfolds what begins on a line, and everything', async () => {
    const { terminal } = await openResponse({ body: JSON.stringify(workspaces) });
    terminal.type('jjz');
    await terminal.waitFor(/›.*{ … 2 keys }/);
    terminal.type(ENTER);
    await terminal.waitFor(/3\/124/);
    terminal.type('Z');
    await terminal.waitFor(/"value": \[ … 30 items \]/);
    expect(terminal.screen()).toContain('2/3');
    terminal.type('Z');
    await terminal.waitFor('2/124');
  });

  test('searches while the text is typed, turns over the matches, and backs out', async () => {
    const { terminal } = await openResponse({ body: JSON.stringify(workspaces) });
    terminal.type('/space 2');
    await terminal.waitFor('/space 2 1 of 11');
    await terminal.waitFor(/›.*"Workspace 2"/);
    terminal.type(`${ENTER}nn`);
    await terminal.waitFor('3 of 11');
    await terminal.waitFor(/›.*"Workspace 21"/);
    terminal.type('N');
    await terminal.waitFor(/›.*"Workspace 20"/);
    terminal.type(ESCAPE);
    await terminal.waitFor(/^(?!.*of 11)/s);
    expect(terminal.screen()).toMatch(/›.*"Workspace 20"/);
    terminal.type('/nothing like it');
    await terminal.waitFor('/nothing like it no match');
    terminal.type(ESCAPE);
    await terminal.waitFor(/^(?!.*no match)/s);
    terminal.type(`g//"name.*[37]"/${ENTER}`);
    await terminal.waitFor('1 of 6');
    terminal.type('//(/');
    await terminal.waitFor(/Invalid regular expression/);
  });

  test('finds what a fold hides, and wraps around the end', async () => {
    const { terminal } = await openResponse({ body: JSON.stringify(workspaces) });
    terminal.type('Z');
    await terminal.waitFor('30 items');
    terminal.type(`/Workspace 29${ENTER}`);
    await terminal.waitFor(/›.*"Workspace 29"/);
    terminal.type('n');
    await terminal.waitFor(/›.*"Workspace 29"/);
  });

  test('filters by JSONPath, explains a wrong one, and shows all again', async () => {
    const { terminal } = await openResponse({ body: JSON.stringify(workspaces) });
    terminal.type('p.value[?@.id > 27].name');
    await terminal.waitFor('JSONPath: $.value[?@.id > 27].name▏');
    terminal.type(ENTER);
    await terminal.waitFor('2 found');
    expect(terminal.screen().match(/"Workspace \d+"/g)).toEqual(['"Workspace 28"', '"Workspace 29"']);
    await terminal.waitFor("$['value'][28]['name']");
    terminal.type(ESCAPE);
    await terminal.waitFor('/124');
    terminal.type(`p[${ENTER}`);
    await terminal.waitFor(/The JSONPath .* is wrong/);
    terminal.type(`p.nothing${ENTER}`);
    await terminal.waitFor('Nothing in the body matches $.nothing.');
  });

  test('goes on working while a JSONPath selects, and Esc gives it up', async () => {
    const value = Array.from({ length: 50_000 }, (_, id) => ({ id, name: `Workspace ${id}`, text: '-'.repeat(80) }));
    const { terminal } = await openResponse({ body: JSON.stringify({ value }) });
    await terminal.waitFor('1/250004');
    // Counts all items for each of them.
    const endless = `p.value[?count($.value[*]) > 1].name${ENTER}`;
    terminal.type(endless);
    await terminal.waitFor('$.value[?count($.value[*]) > 1].name selecting, Esc cancels');
    terminal.type('jj');
    await terminal.waitFor('3/250004');
    expect(terminal.screen()).toContain('selecting, Esc cancels');
    terminal.type(ESCAPE);
    await terminal.waitFor(/^(?!.*selecting)/s);
    expect(terminal.screen()).toContain('3/250004');
    terminal.type(`p.value[?@.id > 49997].name${ENTER}`);
    await terminal.waitFor('2 found');
    expect(terminal.screen().match(/"Workspace \d+"/g)).toEqual(['"Workspace 49998"', '"Workspace 49999"']);
    terminal.type(`p\u0015$${endless.slice(1)}`);
    await terminal.waitFor('selecting, Esc cancels');
    terminal.type('q');
    expect(await terminal.exit).toBe(0);
  });

  test('shows the body as it came, and says why it is not JSON', async () => {
    const { terminal } = await openResponse({ body: '{"a":[1,2]}' });
    await terminal.waitFor('"a": [');
    terminal.type('w');
    await terminal.waitFor('{"a":[1,2]}');
    terminal.type('w');
    await terminal.waitFor('"a": [');
    const broken = await openResponse({ body: '{"a":[1,2}' });
    await broken.terminal.waitFor(/not JSON: .*, 1:10/);
  });

  test('scrolls sideways when a line does not fit, and turns the tabs otherwise', async () => {
    const { terminal } = await openResponse({ body: JSON.stringify({ long: `start ${'-'.repeat(200)} end` }) });
    await terminal.waitFor('start');
    terminal.type('l'.repeat(20));
    await terminal.waitFor('end"');
    expect(terminal.screen()).toContain('[Body]');
    terminal.type(']');
    await terminal.waitFor('[Headers]');
    await terminal.waitFor(/content-type: application\/json/);
    terminal.type('l');
    await terminal.waitFor('[Checks]');
  });

  test('says where the time went, how big the body is and over which redirects it came', async () => {
    const { terminal } = await openResponse({ body: '{"a":1}' });
    terminal.type('[');
    await terminal.waitFor('[Timing]');
    expect(terminal.screen()).toMatch(/DNS +(none|reused|[\d.]+ ms)/);
    expect(terminal.screen()).toMatch(/first byte +[\d.]+ ms +━/);
    expect(terminal.screen()).toMatch(/download +[\d.]+ ms/);
    expect(terminal.screen()).toMatch(/total +[\d.]+ ms/);
    expect(terminal.screen()).toMatch(/size +7 B/);
    expect(terminal.screen()).toMatch(/HTTP +1\.1/);
    expect(terminal.screen()).toMatch(/redirect +307 → http.*\//);
    terminal.type('s');
    await terminal.waitFor(/TCP +reused/);
    expect(terminal.screen()).not.toContain('certificate');
  });

  test('says how long the certificate of the server is valid', async () => {
    const pair = await makeKeyAndCertificate('workspaces.example');
    const origin = await serveTls({ ...pair, http2: false }, (_request, response) => response.end('{}'));
    const cwd = await tempDir({ 'smoke.yaml': `requests: { list: { get: "${origin}" } }`, 'ca.pem': pair.certificate });
    const env = { NODE_EXTRA_CA_CERTS: join(cwd, 'ca.pem') };
    const terminal = openTerminal(['-c', 'smoke.yaml'], { cwd, env });
    await terminal.waitFor('›');
    terminal.type(`${ENTER}4f[`);
    await terminal.waitFor(/certificate +workspaces\.example, issued by workspaces\.example/);
    expect(terminal.screen()).toMatch(/TLS +[\d.]+ ms/);
    expect(terminal.screen()).toMatch(/valid +\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d, \d+ days left/);
  });

  test('copies the value under the cursor, a string as it is meant', async () => {
    const { terminal } = await openResponse({ body: JSON.stringify({ name: 'a "quoted"\nname', of: [1] }) });
    terminal.type('jy');
    expect(await copied(terminal)).toBe('a "quoted"\nname');
    terminal.type('jy');
    await terminal.waitFor('Copied 7 characters');
    expect(await copied(terminal)).toBe('[\n  1\n]');
  });

  test('copies the request as a curl command without its credentials', async () => {
    const { terminal } = await openResponse({ body: '{}' });
    terminal.type('c');
    const command = await copied(terminal);
    expect(command).toMatch(/^curl -X POST 'http:\/\/127\.0\.0\.1:\d+\/'/);
    expect(command).toContain(`-H 'x-api-key: '"$TOKEN"`);
    expect(command).toContain(`-H 'accept: it'\\''s'`);
    expect(command).toContain(`--data-raw 'key='"$TOKEN"`);
    expect(terminal.output).not.toContain(SECRET);
  });

  test('hides secrets on the screen and on the clipboard, wherever the line is cut', async () => {
    const secret = JSON.stringify({
      access_token: 'opaque-but-named',
      known: `before ${SECRET} after`,
      pad: '-'.repeat(150),
      far: `${'-'.repeat(110)}${JWT}`,
    });
    const { terminal } = await openResponse({ body: secret });
    await terminal.waitFor('"access_token": "***"');
    await terminal.waitFor('"known": "before *** after"');
    for (let step = 0; step < 12; step++) await typeAndSee(terminal, 'l');
    await terminal.waitFor(/^┃ -+\*\*\*" *┃/m);
    for (let step = 0; step < 12; step++) await typeAndSee(terminal, 'h');
    await typeAndSee(terminal, 'j');
    await terminal.waitFor("$['access_token']");
    terminal.type('y');
    expect(await copied(terminal)).toBe('***');
    terminal.type('jy');
    await terminal.waitFor('Copied 16 characters');
    expect(await copied(terminal)).toBe('before *** after');
    terminal.type('wgy');
    await terminal.waitFor(/raw/);
    for (const hidden of [SECRET, 'opaque-but-named', 'bbbb', 'eyJaaaa']) expect(terminal.output).not.toContain(hidden);
  });

  test('saves the body after asking, as it came or without secrets', async () => {
    const body = JSON.stringify({ known: SECRET });
    const { terminal, cwd } = await openResponse({ body });
    terminal.type('o');
    await terminal.waitFor('Save as: list.json▏');
    terminal.type(ENTER);
    await terminal.waitFor('y saves it as it came, with every secret in it');
    terminal.type('x');
    await terminal.waitFor(/^(?!.*y saves it)/s);
    expect(await readdir(cwd)).not.toContain('list.json');
    await saveAs(terminal, 'safe.json');
    await terminal.waitFor('Save the body as safe.json');
    terminal.type('n');
    await terminal.waitFor('Saved');
    expect(await readFile(join(cwd, 'safe.json'), 'utf8')).toBe('{"known":"***"}');
    await saveAs(terminal, 'safe.json');
    await terminal.waitFor('will be replaced');
    terminal.type('y');
    await expect.poll(() => readFile(join(cwd, 'safe.json'), 'utf8')).toBe(body);
    expect((await stat(join(cwd, 'safe.json'))).mode & 0o777).toBe(0o600);
    await saveAs(terminal, 'safe.json/no-folder.json');
    await terminal.waitFor('Save the body as');
    terminal.type('y');
    await terminal.waitFor('cannot be written');
  });

  test('control and bidi characters in a body cannot act', async () => {
    const evil = `{"title":"\u202egnp.exe","osc":"\u009d52;c;aGk=\u0007","esc":1}\u001b[31m\u001b]0;owned\u0007`;
    const { terminal } = await openResponse({ body: evil, type: 'text/plain' });
    await terminal.waitFor('\\u001b]0;owned\\u0007');
    expect(terminal.screen()).toContain('\\u202egnp.exe');
    expect(terminal.output).not.toContain('\u001b]0;owned');
    expect(terminal.output).not.toContain('\u202e');
    expect(terminal.output).not.toContain('\u009d');
  });

  test('stays quick with a body of 20 MB', async () => {
    const row = { id: '0f7dcb11-0000-4000-8000-000000000000', name: 'A workspace with a name', isReadOnly: false };
    const rows = Array.from({ length: 190_000 }, (_, index) => ({ ...row, index }));
    rows[189_999] = { ...row, name: 'The needle', index: -1 };
    const body = JSON.stringify({ value: rows });
    expect(body.length).toBeGreaterThan(18_000_000);
    const { terminal } = await openResponse({ body });
    await terminal.waitFor('1/1140004');
    terminal.type('G');
    await terminal.waitFor('1140004/1140004');
    terminal.type('kkkk');
    await terminal.waitFor("$['value'][189999]['isReadOnly']");
    terminal.type('g/needle');
    await terminal.waitFor('1 of 1');
    await terminal.waitFor(/›.*"The needle"/);
    terminal.type(`${ENTER}Z`);
    await terminal.waitFor('190000 items');
    const startMs = performance.now();
    terminal.type('Z');
    await terminal.waitFor('/1140004');
    for (let step = 0; step < 20; step++) await typeAndSee(terminal, 'j');
    // Generous for a loaded machine: drawing or reading the whole body would take many seconds.
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});
