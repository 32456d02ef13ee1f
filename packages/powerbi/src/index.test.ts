import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import * as powerbi from './index.ts';

test('what others import is there', () => {
  expect(Object.keys(powerbi).toSorted()).toEqual([
    'SANDBOX_URL',
    'cloudOfApi',
    'cloudOfAudience',
    'clouds',
    'cloudsOfAuthority',
    'credentialShape',
    'diagnose',
    'explainToken',
    'findOperation',
    'isAppOnly',
    'isTokenRefused',
    'loadOperations',
    'missingScopes',
    'pathBelowMyorg',
    'readRefusal',
    'rolesOfClaims',
    'scopesOfClaims',
    'searchOperations',
  ]);
});

test('importing the package does not load the catalogue; looking for an operation does', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    const isLoaded = () => loaded.some((url) => url.endsWith('/catalogue.ts'));
    const { findOperation } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
    const before = isLoaded();
    await findOperation('GET', '/groups');
    console.log(JSON.stringify([before, isLoaded()]));
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([false, true]);
});
