import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { DARK, LIGHT, type Palette, Terminal } from '@waybill/testkit';

/** Draws the pictures of the manual from the built program, against the sandbox. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const fonts = fileURLToPath(new URL('ttf', import.meta.resolve('dejavu-fonts-ttf/package.json')));

await draw('tui-120x40-dark.png', { columns: 120, rows: 40, env: { WAYBILL_THEME: 'dark' } }, DARK);
await draw('tui-120x40-light.png', { columns: 120, rows: 40, env: { WAYBILL_THEME: 'light' } }, LIGHT);
await draw('tui-200x50-dark.png', { columns: 200, rows: 50, env: { WAYBILL_THEME: 'dark' } }, DARK);
await draw('tui-80x24-no-color.png', { columns: 80, rows: 24, env: { NO_COLOR: '1' } }, DARK);

interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
}

async function draw(name: string, { env, ...size }: Screen, palette: Palette): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), 'waybill-picture-'));
  const isShown = (source: string) => basename(source) !== 'smoke';
  await cp(join(root, 'collections/powerbi'), join(cwd, 'powerbi'), { recursive: true, filter: isShown });
  const terminal = new Terminal(['-c', 'powerbi', '-e', 'sandbox', '--sandbox'], {
    cwd,
    env: { WAYBILL_HOME: join(cwd, 'state'), ...env },
    ...size,
  });
  try {
    await terminal.waitFor('›');
    terminal.type('r');
    await terminal.waitFor('9 passed, 0 failed');
    terminal.type('\u001b');
    await terminal.waitFor('1 Collection');
    terminal.type('jjj');
    await terminal.waitFor('"Contoso Sales"');
    await terminal.waitFor(/expires +in \d+ min/);
    const png = new Resvg(terminal.svg(palette), {
      font: { fontDirs: [fonts], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans Mono' },
      fitTo: { mode: 'zoom', value: 1.5 },
    }).render();
    await writeFile(join(root, 'docs', name), png.asPng());
    process.stdout.write(`docs/${name}  ${png.width} × ${png.height}\n`);
  } finally {
    terminal.kill('SIGKILL');
    await rm(cwd, { recursive: true, force: true });
  }
}
