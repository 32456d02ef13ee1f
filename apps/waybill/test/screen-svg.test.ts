import { DARK, LIGHT, openTerminal, tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';

test('a screen becomes a picture with its letters, its colours and what is inverse', { timeout: 30_000 }, async () => {
  const cwd = await tempDir({ 'waybill.yaml': 'requests: { first: { get: "http://127.0.0.1:1/?a=<&>" } }' });
  const terminal = openTerminal(['-c', 'waybill.yaml'], { cwd, columns: 80, rows: 24 });
  await terminal.waitFor('first');
  const [dark, light] = [terminal.svg(DARK), terminal.svg(LIGHT)];
  expect(dark).toContain(`fill="${DARK.background}"`);
  expect(light).toContain(`fill="${LIGHT.background}"`);
  expect(dark).toContain(`fill="${DARK.colors[6]}"`);
  expect(dark).toMatch(/<rect [^>]*crispEdges[^>]*>.*font-weight="bold">f<\/text>/);
  expect(dark).toContain('>&lt;</text>');
  expect(dark).toContain('>&amp;</text>');
});

test('the colours of a theme are drawn as they are meant', { timeout: 30_000 }, async () => {
  const cwd = await tempDir({ 'waybill.yaml': 'requests: { first: { get: "http://127.0.0.1:1/" } }' });
  const terminal = openTerminal(['-c', 'waybill.yaml'], {
    cwd,
    columns: 80,
    rows: 24,
    env: { WAYBILL_THEME: 'light' },
  });
  await terminal.waitFor('first');
  expect(terminal.svg(LIGHT)).toContain('fill="#005f87"');
});
