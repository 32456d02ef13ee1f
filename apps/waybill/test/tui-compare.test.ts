import { openTerminal, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { ENTER, ESCAPE } from './open-ui.ts';

interface Answer {
  readonly body: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request as often as told, or once per answer; the response to the last is in sight. */
async function openAnswers(
  answers: readonly Answer[],
  { sends = answers.length, env = {} }: { sends?: number; env?: Readonly<Record<string, string>> } = {},
) {
  let index = 0;
  const origin = await serve((_request, response) => {
    const { status = 200, headers = {}, body } = answers[index] as Answer;
    index += 1;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
  const cwd = await tempDir({ 'smoke.yaml': `requests: { list: { get: "${origin}" } }` });
  const state = `${cwd}/state`;
  const open = async () => {
    const terminal = openTerminal(['-c', 'smoke.yaml'], { cwd, env: { WAYBILL_HOME: state, ...env } });
    await terminal.waitFor('›');
    return terminal;
  };
  const terminal = await open();
  for (const { status = 200, body } of answers.slice(0, sends)) {
    terminal.type('s');
    await terminal.waitFor(
      new RegExp(`${status} · \\d+ ms · ${Buffer.byteLength(body) < 100_000 ? `${Buffer.byteLength(body)} B` : ''}`),
    );
  }
  return { terminal, open };
}

const id = (last: number) => `0f7dcb11-0000-4000-8000-00000000000${last}`;

describe('comparing with an earlier response', { timeout: 30_000 }, () => {
  test('shows what differs in status, headers and body, and turns over the differences', async () => {
    const { terminal } = await openAnswers([
      { body: JSON.stringify({ trace: id(1), value: [{ id: 1, name: 'Sales' }] }), headers: { 'x-version': 'one' } },
      {
        body: JSON.stringify({
          trace: id(2),
          value: [
            { id: 2, name: 'New' },
            { id: 1, name: 'Marketing' },
          ],
        }),
        status: 201,
        headers: { 'x-version': 'two' },
      },
    ]);
    terminal.type('=');
    await terminal.waitFor('Compare with');
    await terminal.waitFor(/› .*200 GET +list/);
    terminal.type(ENTER);
    await terminal.waitFor(/Difference 1 of \d/);
    const screen = terminal.screen();
    expect(screen).toMatch(/› status\s+┃\n.*- 200 +┃\n.*\+ 201/);
    expect(screen).toMatch(/header x-version *┃\n.*- one *┃\n.*\+ two/);
    expect(screen).toMatch(/\$\['value'\]\[0\] *┃\n.*\+ \{"id":2,"name":"New"\}/);
    expect(screen).toMatch(/\$\['value'\]\[1\]\['name'\] *┃\n.*- "Sales" *┃\n.*\+ "Marketing"/);
    expect(screen).not.toContain("$['trace']");
    terminal.type('n');
    await terminal.waitFor(/› header/);
    terminal.type('N');
    await terminal.waitFor(/› status/);
    terminal.type('i');
    await terminal.waitFor("$['trace']");
    terminal.type(ESCAPE);
    await terminal.waitFor('Compare with');
    terminal.type(ESCAPE);
    await terminal.waitFor('4 201 · ');
  });

  test('compares with what an earlier run got', async () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const bodies = [lines, lines.with(20, 'another line')].map((each) => ({ body: each.join('\n') }));
    const { terminal, open } = await openAnswers(bodies, { sends: 1 });
    terminal.type('q');
    expect(await terminal.exit).toBe(0);
    const later = await open();
    later.type('=');
    await later.waitFor('There is no response yet.');
    later.type('s');
    await later.waitFor('200 · ');
    later.type('=');
    await later.waitFor('Compare with');
    later.type(ENTER);
    await later.waitFor('lines 19 to 23');
    expect(later.screen()).toMatch(/- line 20 *┃\n.*\+ another line/);
    expect(later.screen()).not.toContain('line 25');
  });

  test('works in one session also when no history is kept', async () => {
    const { terminal } = await openAnswers([{ body: 'one\ntwo\nthree' }, { body: 'one\n2\nthree' }], {
      env: { WAYBILL_HISTORY: 'off' },
    });
    terminal.type(`=`);
    await terminal.waitFor('Compare with');
    terminal.type(ENTER);
    await terminal.waitFor(/lines 1 to 3/);
    expect(terminal.screen()).toMatch(/ {2}one *┃\n.*- two *┃\n.*\+ 2 *┃\n.* {2}three/);
  });

  test('says so when there is none, and when only the start of the bodies is compared', async () => {
    const [left, right] = ['one', 'two'].map((first) => ({ body: `${first}\n${`${'x'.repeat(99)}\n`.repeat(3_000)}` }));
    const { terminal } = await openAnswers([left, right] as Answer[], { sends: 1 });
    terminal.type('=');
    await terminal.waitFor('No earlier response to this request is known.');
    terminal.type('s');
    await terminal.waitFor(/two *│/);
    terminal.type('=');
    await terminal.waitFor('Compare with');
    terminal.type(ENTER);
    await terminal.waitFor('Only the first 256 KB of each body are compared, line by line.');
    await terminal.waitFor(/- one *┃\n.*\+ two/);
  });
});
