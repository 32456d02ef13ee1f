import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { keysPage } from '../src/tui/keys/keys-page.ts';
import { parseSettings } from '../src/tui/settings/load-settings.ts';

const PAGE = fileURLToPath(new URL('../../../docs/keys.md', import.meta.url));

test('the page of keys is the one that `pnpm --filter waybill run docs` writes', async () => {
  await expect(keysPage()).toMatchFileSnapshot(PAGE);
});

test('its example is one that works', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(keysPage())?.[1] as string;
  expect(parseSettings(example, 'config.yaml').keymap.get('request.send')).toEqual(['s', 'ctrl+s']);
});

test('the settings in the page about the terminal UI are some that work', async () => {
  const page = await readFile(fileURLToPath(new URL('../../../docs/terminal-ui.md', import.meta.url)), 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] as string;
  expect(parseSettings(example, 'config.yaml')).toMatchObject({ mouse: true, theme: 'light', screenReader: false });
});
