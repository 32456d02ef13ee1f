import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

function read(secrets: string) {
  const text = `secrets: { it: ${secrets} }\nidentities:\n  reader: { flow: azure-cli, scope: s }\n`;
  const { environment, problems } = readEnvironment('/work/environments/test.yaml', text);
  return { secret: environment.secrets.it, problems: problems.map(({ message, hint }) => `${message} ${hint}`) };
}

test.each([
  ['{ keyvault: v, name: n }', { keyvault: 'v', name: 'n' }],
  ['{ keyvault: v, name: n, identity: reader, url: u }', { keyvault: 'v', name: 'n', identity: 'reader', url: 'u' }],
  ['{ azureCli: v, name: n }', { azureCli: 'v', name: 'n' }],
  ['{ command: [op, read, x] }', { command: ['op', 'read', 'x'], cwd: '/work/environments' }],
  ['{ keychain: s }', { keychain: 's' }],
  ['{ keychain: s, account: a }', { keychain: 's', account: 'a' }],
  ['{ prompt: Client secret }', { prompt: 'Client secret' }],
])('%s', (written, secret) => {
  expect(read(written)).toEqual({ secret, problems: [] });
});

test.each([
  ['{ keyvault: v }', /`name` is missing/],
  ['{ command: op read x }', /`command` must be a list/],
  ['{ keyvault: v, name: n, identity: raeder }', /no identity of this name\. Did you mean `reader`\?/],
  ['{ vault: v, name: n }', /names no known source/],
])('%s is a mistake', (written, message) => {
  expect(read(written).problems).toEqual([expect.stringMatching(message)]);
});
