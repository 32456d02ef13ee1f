import { expect, test } from 'vitest';
import { clouds } from './clouds.ts';
import { cloudOfApi, cloudOfAudience, cloudsOfAuthority, isClusterUrl } from './name-cloud.ts';

test('every cloud is named by its own addresses', () => {
  for (const cloud of Object.values(clouds)) {
    expect(cloudOfApi(cloud.apiUrl)).toBe(cloud);
    expect(cloudsOfAuthority(`${cloud.authorityUrl}/contoso.com`)).toContain(cloud);
    expect(cloudOfAudience(cloud.resource)?.resource).toBe(cloud.resource);
    expect(cloud.resource).not.toMatch(/\/$/);
  }
});

test.each([
  ['https://wabi-us-north-central.analysis.windows.net/v1.0/myorg/groups', 'public'],
  ['https://x.analysis.usgovcloudapi.net', 'usgov'],
  ['https://x.high.analysis.usgovcloudapi.net', 'usgovhigh'],
  ['https://x.mil.analysis.usgovcloudapi.net', 'usgovdod'],
  ['https://x.analysis.chinacloudapi.cn', 'china'],
  ['http://localhost:9999/v1.0/myorg', 'sandbox'],
  ['http://[::1]:9999', 'sandbox'],
  ['API.PowerBI.com', 'public'],
  ['https://analysis.windows.net.evil.example', undefined],
  ['https://evilanalysis.windows.net', undefined],
  ['not a url', undefined],
  ['', undefined],
])('%s belongs to %s', (url, name) => {
  expect(cloudOfApi(url)?.name).toBe(name);
});

test.each([
  ['https://login.microsoftonline.com/x', ['public', 'usgov']],
  ['https://login.microsoftonline.us/x', ['usgovhigh', 'usgovdod']],
  ['https://login.chinacloudapi.cn/x', ['china']],
  ['https://sts.chinacloudapi.cn/x/', ['china']],
  ['https://sts.windows.net/x/', ['public', 'usgov', 'usgovhigh', 'usgovdod']],
  ['http://127.0.0.1:8765/x/', ['sandbox']],
  ['https://login.example.com', []],
])('%s signs in to %s', (url, names) => {
  expect(cloudsOfAuthority(url).map(({ name }) => name)).toEqual(names);
});

test('an audience is compared without regard to case and to a slash behind', () => {
  expect(cloudOfAudience('HTTPS://analysis.chinacloudapi.cn/powerbi/api/')?.name).toBe('china');
  expect(cloudOfAudience('https://graph.microsoft.com')).toBeUndefined();
});

test('clusters are told from the API', () => {
  expect(isClusterUrl('https://wabi-x.analysis.windows.net/v1.0/myorg')).toBe(true);
  expect(isClusterUrl('https://api.powerbi.com/v1.0/myorg')).toBe(false);
});

test('key vaults of a cloud', () => {
  const suffixes = Object.values(clouds).map(({ name, keyVaultSuffix }) => [name, keyVaultSuffix]);
  expect(Object.fromEntries(suffixes)).toEqual({
    public: 'vault.azure.net',
    usgov: 'vault.azure.net',
    usgovhigh: 'vault.usgovcloudapi.net',
    usgovdod: 'vault.usgovcloudapi.net',
    china: 'vault.azure.cn',
    sandbox: 'vault.azure.net',
  });
});
