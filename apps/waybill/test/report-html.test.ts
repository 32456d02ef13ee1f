import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium, type Handler, runProgram, serve, tempDir } from '@waybill/testkit';
import axe from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';

const HOSTILE = '</script></style></pre><script>document.title="hacked"</script><img src=x onerror="document.title=1">';

const files = {
  'a.yaml': `name: ${JSON.stringify(`First ${HOSTILE}`)}
baseUrl: "{{ origin }}"
requests:
  good: { get: /good, warn: { status: 201 } }
  flaky: { get: /flaky, retry: { count: 1, every: 1ms } }
  bad: { get: "/bad?${'x'.repeat(300)}", name: ${JSON.stringify(HOSTILE)}, expect: { status: 201, body: { $.said: none } } }
  after: { get: /after, needs: [bad] }
`,
  'b.yaml': `baseUrl: "{{ origin }}"
requests:
  wrong: { get: "{{ nothing }}" }
  list: { get: /list, paginate: { by: skip, pages: 5, pageSize: 2 } }
  started: { post: /start, poll: { get: /state, every: 1ms, timeout: 1s, until: { $.state: Done } } }
`,
};

function handler(): Handler {
  let flaky = 0;
  let asked = 0;
  const answers: Record<string, () => [number, unknown]> = {
    '/flaky': () => [++flaky === 1 ? 503 : 200, {}],
    '/bad': () => [200, { said: HOSTILE, password: 'hunter2-hunter2' }],
    '/list': () => [200, { value: [] }],
    '/state': () => [200, { state: ++asked < 3 ? 'Working' : 'Done' }],
  };
  return (request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    const [status, body] = answers[path]?.() ?? [200, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

async function writeReport(): Promise<{ path: string; html: string }> {
  const origin = await serve(handler());
  const cwd = await tempDir(files);
  const args = ['run', '.', '--var', `origin=${origin}`, '--var', 'password=hunter2-hunter2'];
  const result = await runProgram([...args, '--reporter', 'html=out/report.html'], { cwd });
  expect(result).toMatchObject({ exitCode: 1, stderr: '' });
  const path = join(cwd, 'out/report.html');
  return { path, html: await readFile(path, 'utf8') };
}

test('the page tells everything, shows no secret and names no other host', async () => {
  const { html } = await writeReport();
  for (const text of [
    '4 passed, 2 failed, 1 skipped (1 flaky, 1 warning)',
    'HTTP 503, again after',
    '<p>1 page</p>',
    'polled 3 times: Done',
  ])
    expect(html).toContain(text);
  expect(html).toContain('it needs a/bad, which did not pass');
  expect(html).toContain('<dt>do</dt><dd>Variables come from --var');
  expect(html).not.toContain('hunter2');
  expect(html).not.toContain('<img');
  expect(html.match(/<script>/g)).toHaveLength(1);
  expect(html).not.toMatch(/(src|href)="(?!data:|#)/);
});

const executablePath = findChromium();
if (executablePath === undefined) {
  process.stderr.write(
    'The HTML report is not tried in a browser: no Chromium here (Debian package `chromium`, or CHROMIUM_PATH).\n',
  );
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(executablePath === undefined)('in a browser', { timeout: 60_000 }, () => {
  /** Opens the page; whatever it asks the network for, or complains about, is a failure. */
  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const { path } = await writeReport();
    const profile = await tempDir();
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: executablePath as string,
      args: FLAGS,
      ...options,
    });
    const problems: string[] = [];
    onTestFinished(async () => {
      await context.close();
      expect(problems).toEqual([]);
    });
    const page = await context.newPage();
    const url = pathToFileURL(path).href;
    page.on('request', (request) => {
      if (request.url() !== url && request.url() !== 'data:,') problems.push(`asked for ${request.url()}`);
    });
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(url);
    return page;
  }

  test('nothing in a body acts', async () => {
    const page = await open();
    expect(await page.title()).not.toMatch(/^(hacked|1)$/);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.failed pre').last().textContent()).toContain('onerror');
  });

  test.each([
    ['light', 1000],
    ['dark', 1000],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    'axe finds nothing to complain about in %s at %i px, and nothing scrolls sideways',
    async (colorScheme, width) => {
      const page = await open({ colorScheme, viewport: { width, height: 800 } });
      await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
      // Through the debugger: the policy of the page lets no other script in.
      const found = await page.evaluate(
        `${axe.source}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html)))`,
      );
      expect(found).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    },
  );

  test('the keyboard reaches everything, and focus can be seen', async () => {
    const page = await open();
    const focused = () => page.evaluate<string>('document.activeElement.textContent || document.activeElement.id');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the results');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('show-all');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.result:visible').count()).toBe(2);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('search');
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('good');
    const first = page.locator('details').first();
    expect(await first.getAttribute('open')).toBeNull();
    await page.keyboard.press('Enter');
    expect(await first.getAttribute('open')).toBe('');
    for (let left = await page.locator('summary').count(); left > 1; left -= 1) await page.keyboard.press('Tab');
    expect(await focused()).toContain('started');
    await page.locator('.skip').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('results');
  });

  test('filters by outcome and by text', async () => {
    const page = await open();
    const shown = () => page.locator('.result:visible b').allTextContents();
    for (const [kind, names] of [
      ['flaky', ['flaky']],
      ['skipped', ['after']],
      ['warned', ['good']],
      ['failed', [HOSTILE, 'wrong']],
    ] as const) {
      await page.locator(`#show-${kind}`).check();
      expect(await shown()).toEqual(names);
    }
    await page.locator('#search').fill('NOTHING');
    expect(await shown()).toEqual(['wrong']);
    expect(await page.locator('#shown').textContent()).toBe('1 of 7 requests are shown');
    expect(await page.locator('.group:visible').count()).toBe(1);
  });

  test('works without a script, but for the search', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.locator('#search').isVisible()).toBe(false);
    await page.locator('#show-skipped').check();
    expect(await page.locator('.result:visible').count()).toBe(1);
    await page.locator('.result.skipped summary').click();
    expect(await page.locator('.result.skipped').getByText('it needs a/bad').isVisible()).toBe(true);
  });
});
