import { enterDeviceCode, sandboxSeed as seed, type Terminal } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { ENTER, ESCAPE, type OpenUiOptions, openUi } from './open-ui.ts';

/**
 * Whole screens, as somebody sees them who goes from the first screen to the last. They are files in `screens/`; after a
 * change that was meant, `pnpm --filter waybill run screens` writes them anew from the built program: look at each.
 */
const [ada] = seed.users as [(typeof seed.users)[number]];
const workspace = seed.workspaces[0]?.id;
const FILE = `name: A journey
baseUrl: "{{ apiUrl }}/v1.0/myorg"
auth: device
requests:
  workspaces:
    name: The workspaces
    get: /groups?$top=1
  datasets:
    name: The datasets of a workspace
    get: /groups/${workspace}/datasets
    expect: { status: 200 }
  forbidden:
    name: What an app may not see
    auth: app
    get: /datasets
`;
const files = {
  'waybill.yaml': FILE,
  'environments/spare.yaml': 'cloud: sandbox\nprotected: true\n',
};

async function openJourney(options: OpenUiOptions = {}) {
  const ui = await openUi('', { files, ...options });
  await see(ui.terminal, 'A journey  test', /›.*The workspaces/);
  return ui;
}

/** Waits until all of this is on the screen. */
async function see(terminal: Terminal, ...wanted: readonly (string | RegExp)[]): Promise<void> {
  for (const each of wanted) await terminal.waitFor(each);
}

async function expectScreen(terminal: Terminal, name: string): Promise<void> {
  await expect(`${normalized(terminal.screen())}\n`).toMatchFileSnapshot(`screens/${name}.txt`);
}

/** What differs from run to run, each with the form it has in the files. */
const VARIABLE: readonly (readonly [what: RegExp, form: string])[] = [
  [/\b\d+(\.\d+)? ms\b/g, 'N ms'],
  [/(\d\/\d · )\d+\.\d s/g, '$1N s'],
  [/\b(\d+ h )?\d+ min \d+ s\b/g, 'N min N s'],
  [/(127\.0\.0\.1:)\d+/g, '$1PORT'],
  // A narrow pane breaks a port in two.
  [/(│|┃) *\d+(?=" {2}command)/g, '$1 PORT'],
  // A request id alone on its line.
  [/(┃)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '$1REQUEST-ID'],
  [/(Enter {2})[A-Z0-9-]+/g, '$1CODE'],
  [/║[^║]*█[^║]*║/g, '║ the code in large letters ║'],
];

function normalized(screen: string): string {
  return screen.split('\n').map(normalizedLine).join('\n').trimEnd();
}

/** What is replaced may have another width, so blanks and borders on its line say nothing. */
function normalizedLine(line: string): string {
  const replaced = VARIABLE.reduce((text, [what, form]) => text.replace(what, form), line);
  return replaced === line ? line : replaced.replace(/ {2,}/g, '  ').replace(/([─━])\1+/g, '$1$1');
}

describe('the journey through the terminal UI', { timeout: 60_000 }, () => {
  test('looks as it should, from the first screen to the last', async () => {
    const { terminal, secrets, tokens } = await openJourney();
    await see(terminal, 'Not signed in', 'apiUrl = ');
    await expectScreen(terminal, '01-open');

    terminal.type('t');
    await see(terminal, 'Sign in as device', /good for \d+ min/);
    await expectScreen(terminal, '02-device-code');
    const [, url = ''] = /Open {3}(\S+)/.exec(terminal.screen()) ?? [];
    const [, code = ''] = /Enter {2}(\w+)/.exec(terminal.screen()) ?? [];
    await enterDeviceCode(url, code, ada);
    await see(terminal, /ada@sandbox/, /expires +in/);
    await expectScreen(terminal, '03-signed-in');

    terminal.type('s');
    await see(terminal, /200 · \d+ ms/, '"@odata.context"', '✔');
    await expectScreen(terminal, '04-response');

    terminal.type('4/Sales');
    await see(terminal, /1 of \d+/);
    terminal.type(ENTER);
    await see(terminal, 'Copy the value');
    await expectScreen(terminal, '05-search');

    terminal.type(`${ESCAPE}2`);
    await see(terminal, '━ 2 Request', '› GET');
    terminal.type('i');
    await see(terminal, 'Enter saves');
    terminal.type(`&$skip=0${ENTER}`);
    await see(terminal, 'Saved.', '&$skip=0', 'apiUrl = ');
    await expectScreen(terminal, '06-edited');

    terminal.type('1r');
    await see(terminal, 'A journey  test  2 passed, 1 failed, 0 skipped', '3/3', /✘ GET/);
    await expectScreen(terminal, '07-run');

    terminal.type(ESCAPE);
    await see(terminal, '1 Collection');
    terminal.type('jj');
    await see(terminal, /›.*What an app may not see/, 'identity  app');
    terminal.type('4]]');
    await see(terminal, '403 ·', '[Checks]', 'why  ', 'refused  ', /expires +in/);
    await expectScreen(terminal, '08-forbidden');

    terminal.type('E');
    await see(terminal, '› test');
    terminal.type(`k${ENTER}`);
    await see(terminal, 'A journey  spare protected', 'Not sent yet');
    await expectScreen(terminal, '09-environment');

    terminal.resize(80, 24);
    await see(terminal, /^A journey {2}spare/, /^.{80}$/m);
    await see(terminal, /╭─ 2 Request ─+╮$/m);
    await expectScreen(terminal, '10-resized');

    terminal.type('q');
    expect(await terminal.exit).toBe(0);
    for (const secret of [...secrets, ...tokens]) expect(terminal.output).not.toContain(secret);
  });

  test.each([
    [80, 24],
    [200, 50],
  ])('opens at %i by %i', async (columns, rows) => {
    const { terminal } = await openJourney({ columns, rows });
    await see(terminal, 'Not signed in', 'apiUrl = ');
    await expectScreen(terminal, `open-${columns}x${rows}`);
  });
});
