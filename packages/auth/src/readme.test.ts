import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as redaction from '@waybill/redaction';
import { deadOrigin, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import * as auth from './index.ts';
import { ada, bench, mfaUser, publicApp, smokeApp, tenantId } from './testing/sandbox-bench.ts';

const readme = await readFile(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code as string);

type Code = (modules: object, process: object, console: object) => Promise<void>;
const AsyncFunction = (async () => undefined).constructor as new (...parameters: string[]) => Code;

/** Runs a block as it stands, at a sandbox in place of Microsoft. */
async function run(block: string, onOutput: (line: string) => void = () => undefined) {
  const { sandbox } = await bench();
  const code = block
    .replace(/^import (\{.*?\}) from ('.*?');$/gm, 'const $1 = modules[$2];')
    .replaceAll('https://login.microsoftonline.com', sandbox.url)
    .replaceAll('https://api.powerbi.com', sandbox.url)
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands in the README
    .replaceAll('https://${vault}.vault.azure.net', `${sandbox.url}/keyvault/\${vault}`)
    .replaceAll('PUBLIC_CLIENT_ID', publicApp.clientId)
    .replaceAll("'CLIENT_ID'", `'${smokeApp.clientId}'`)
    .replaceAll('TENANT_ID', tenantId)
    .replaceAll('CACHE_PATH', join(await tempDir(), 'tokens'));
  const output: unknown[][] = [];
  const log = (...values: unknown[]) => {
    output.push(values);
    onOutput(String(values[0]));
  };
  const env = {
    CLIENT_SECRET: smokeApp.secret,
    PASSWORD: mfaUser.password,
    CACHE_PASSPHRASE: 'a long enough passphrase',
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: smokeApp.clientId,
    AZURE_CLIENT_SECRET: smokeApp.secret,
    AZURE_POD_IDENTITY_AUTHORITY_HOST: await deadOrigin(),
  };
  const modules = { '@waybill/auth': auth, '@waybill/redaction': redaction };
  await new AsyncFunction('modules', 'process', 'console', code)(modules, { env }, { log });
  return output;
}

const approve = (message: string) => {
  const [, page, code] = /open (\S+) and enter the code (\S+?)\.?$/.exec(message) ?? [];
  if (page === undefined || code === undefined) return;
  const { userPrincipalName: username, password } = ada;
  void fetch(page, {
    method: 'POST',
    body: new URLSearchParams({ user_code: code, username, password, action: 'approve' }),
  });
};

describe('the README', () => {
  test.each<[string, RegExp, (line: string) => void, unknown[]]>([
    [
      'gets a token',
      /admin\/groups/,
      () => undefined,
      [200, true, ['https://analysis.windows.net/powerbi/api/.default']],
    ],
    ['takes what the machine has', /flow: 'default'/, () => undefined, ['client-secret', []]],
    ['asks a person', /device-code/, approve, [ada.userPrincipalName]],
    ['answers a challenge', /insteadOf/, () => undefined, [true]],
    [
      'explains a refusal',
      /catch/,
      () => undefined,
      ['ERR_AUTH_REFUSED', 50076, expect.stringContaining('device-code')],
    ],
    ['keeps tokens', /FileTokenStore/, () => undefined, [true]],
    ['reads a vault', /keyvault/, () => undefined, [smokeApp.secret.length]],
  ])('%s', async (_what, mark, onOutput, expected) => {
    const matching = blocks.filter((block) => mark.test(block));
    expect(matching).toHaveLength(1);
    const output = await run(matching[0] as string, onOutput);
    expect(output.at(-1)).toEqual(expected);
  });

  test('has no example that is not run here', () => {
    expect(blocks).toHaveLength(7);
  });

  test('names every flow and every code', async () => {
    const files = await readdir(fileURLToPath(new URL('flows', import.meta.url)));
    const flows = files.filter((file) => !file.includes('.test.')).map((file) => file.replace('.ts', ''));
    const inTable = (pattern: RegExp) => [...readme.matchAll(pattern)].map(([, name]) => name).sort();
    expect(inTable(/^\| `(?!flow|code)([a-z0-9-]+)` /gm)).toEqual(flows.sort());
    const codes = await readFile(fileURLToPath(new URL('../../errors/src/error-code.ts', import.meta.url)), 'utf8');
    expect(inTable(/^\| `(ERR_AUTH_\w+)` /gm)).toEqual([...new Set(codes.match(/ERR_AUTH_\w+/g))].sort());
  });
});
