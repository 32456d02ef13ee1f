import { execFile } from 'node:child_process';
import { chmod, cp, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PROGRAM, sandboxSeed as seed, serve, startTestSandbox, tempDir } from '@waybill/testkit';
import { expect, test, vi } from 'vitest';
import { scriptsOf } from './example-scripts.ts';

// A run takes as long as what it waits for.
vi.setConfig({ testTimeout: 30_000 });

const root = fileURLToPath(new URL('../../..', import.meta.url));
const app = seed.apps.find(({ federatedCredentials }) => federatedCredentials.length > 0);

/** What is set in the CI for the tenant, by the names of the environment variables. */
const TENANT = {
  POWERBI_TENANT_ID: seed.tenantId,
  POWERBI_CLIENT_ID: app?.clientId ?? '',
  POWERBI_SERVICE_PRINCIPAL_OBJECT_ID: app?.servicePrincipalObjectId ?? '',
  POWERBI_WORKSPACE: 'Tailwind Traders',
  POWERBI_DATASET: 'Retail',
  POWERBI_TABLE: 'Sales',
  POWERBI_REPORT: 'Retail overview',
};

/** The same by the names that Azure Pipelines gives them. */
const PIPELINE_VARIABLES = {
  PowerBIConnectionId: 'connection',
  ...Object.fromEntries(
    Object.entries(TENANT).map(([name, value]) => [
      name
        .replace('POWERBI', 'PowerBI')
        .replace(/_([A-Z])([A-Z]*)/g, (_all, first, rest) => first + rest.toLowerCase()),
      value,
    ]),
  ),
};

/** A checkout with the shipped collection; its CI environment is led to a sandbox, and so is the CI platform. */
async function checkout() {
  const sandbox = await startTestSandbox({ refreshDurationMs: 100, operationDurationMs: 50 });
  const assertion = await sandbox.admin.issueFederatedToken();
  const cwd = await tempDir({
    'bin/waybill': `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`,
    'home/.keep': '',
  });
  await chmod(join(cwd, 'bin/waybill'), 0o755);
  const collection = join(cwd, 'collections/powerbi');
  await cp(join(root, 'collections/powerbi'), collection, { recursive: true });
  const file = join(collection, 'environments/ci.yaml');
  const toSandbox = `cloud: sandbox\nvariables:\n  apiUrl: "${sandbox.url}"\n  authorityUrl: "${sandbox.url}"\n`;
  const text = (await readFile(file, 'utf8')).replace('cloud: public\nvariables:\n', toSandbox);
  await writeFile(file, text.replace('pollEvery: 15s', 'pollEvery: 20ms'));
  const platform = await serve((_request, response) => {
    response.end(JSON.stringify({ value: assertion, oidcToken: assertion }));
  });
  return { cwd, assertion, platform };
}

test.each([
  ['github-actions.yml', 2],
  ['azure-pipelines.yml', 1],
  ['gitlab-ci.yml', 2],
])('the scripts of docs/examples/%s run the smoke tests without a secret', async (name, runs) => {
  const { cwd, assertion, platform } = await checkout();
  const text = await readFile(join(root, 'docs/examples', name), 'utf8');
  const outputs: string[] = [];
  for (const { script, env } of scriptsOf(text, { ...TENANT, ...PIPELINE_VARIABLES })) {
    await writeFile(join(cwd, 'script.sh'), script);
    const { stdout } = await promisify(execFile)('sh', ['-e', 'script.sh'], {
      cwd,
      env: {
        ...(name === 'gitlab-ci.yml' ? TENANT : {}),
        ...env,
        PATH: [join(cwd, 'bin'), process.env.PATH].join(delimiter),
        HOME: join(cwd, 'home'),
        GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
        ...IDENTITIES[name]?.(platform, assertion),
      },
    });
    outputs.push(stdout);
  }
  const summaries = outputs.flatMap((output) => output.match(/\d+ passed, 0 failed, \d+ skipped in/g) ?? []);
  expect(summaries).toHaveLength(runs);
  expect(outputs.join('\n')).not.toContain(assertion);
  if (name === 'github-actions.yml') expect(await readFile(join(cwd, 'summary.md'), 'utf8')).toContain('passed');
  expect(await readFile(join(cwd, 'reports/smoke.xml'), 'utf8')).toContain('<testsuites');
});

/** How each platform lets a job say who it is. */
const IDENTITIES: Readonly<Record<string, (platform: string, assertion: string) => Record<string, string>>> = {
  'github-actions.yml': (platform) => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: `${platform}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job-token',
  }),
  'azure-pipelines.yml': (platform) => ({
    SYSTEM_OIDCREQUESTURI: `${platform}/oidctoken`,
    SYSTEM_ACCESSTOKEN: 'job-token',
  }),
  'gitlab-ci.yml': (_platform, assertion) => ({ ENTRA_ID_TOKEN: assertion }),
};
