import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { keysPage } from '../src/tui/keys/keys-page.ts';
import { parseKeymap } from '../src/tui/keys/load-keymap.ts';

const PAGE = fileURLToPath(new URL('../../../docs/keys.md', import.meta.url));

test('the page of keys is the one that `pnpm --filter waybill run docs` writes', async () => {
  await expect(keysPage()).toMatchFileSnapshot(PAGE);
});

test('its example is one that works', () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(keysPage())?.[1] as string;
  expect(parseKeymap(example, 'config.yaml').get('request.send')).toEqual(['s', 'ctrl+s']);
});
