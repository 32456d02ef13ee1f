import { join } from 'node:path';
import { openTerminal, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** A name that clears the screen, writes a title, rings, paints and turns the text around, where it is let. */
const HOSTILE = 'a\\e[2J\\e]0;title\\a\\e[31m\\u202Eb\\u2066c';
const WIDE = '漢字👩‍👩‍👧é';

async function openNamed(name: string, env: Record<string, string> = {}) {
  const cwd = await tempDir({
    'waybill.yaml': `name: "${name}"
requests:
  one: { name: "${name} one", description: "${name}", get: "http://127.0.0.1:1/${name}", headers: { X-Name: "${name}" } }
  two: { name: "two", get: "http://127.0.0.1:1/" }
`,
    'inner/waybill.yaml': `name: "${name} folder"\nrequests: { three: { get: "http://127.0.0.1:1/" } }\n`,
    [`environments/${name.includes('\\') ? 'a\u001b[2J\u202eb' : name}.yaml`]: '{}',
  });
  const terminal = openTerminal(['-c', '.'], { cwd, env: { WAYBILL_HOME: join(cwd, 'state'), ...env } });
  await terminal.waitFor('three');
  return terminal;
}

describe('names of requests, collections and environments', { timeout: 30_000 }, () => {
  test.each([
    ['the screen', {}],
    ['a screen reader', { INK_SCREEN_READER: 'true' }],
  ])('can do nothing to the terminal, for %s', async (_name, env: Record<string, string>) => {
    const terminal = await openNamed(HOSTILE, env);
    terminal.type('E');
    await terminal.waitFor(/Environment[\s\S]*a\\u001b/);
    terminal.type('\r');
    await terminal.waitFor(/environment a\\u001b|one {2}a\\u001b|a\\u001b\[2J\\u202eb/);
    terminal.type('1j2]');
    await terminal.waitFor(/X-Name/);
    for (const sequence of ['\u001b[2Jb', '\u001b]0;', '\u001b[31m\\', '\u202e', '\u2066']) {
      expect(terminal.output).not.toContain(sequence);
    }
    expect(terminal.screen()).toContain('\\u001b');
  });

  test('of wide characters leave every border where it is', async () => {
    const terminal = await openNamed(WIDE);
    await terminal.waitFor(`${WIDE} one`);
    terminal.type('E');
    await terminal.waitFor(`› ${WIDE}`);
    for (const [columns, rows] of [
      [120, 40],
      [80, 24],
      [41, 12],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.waitFor(new RegExp(`║› ${WIDE}\\s+║`));
      const edges = terminal.cells().map((row) => row.findLastIndex((cell) => '║╗╝'.includes(cell)));
      expect(new Set(edges.filter((edge) => edge >= 0)).size).toBe(1);
    }
  });
});
