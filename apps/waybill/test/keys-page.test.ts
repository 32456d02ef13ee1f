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
