import { execFile } from 'node:child_process';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PROGRAM, sandboxSeed as seed, startTestSandbox, tempDir } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { scriptsOf } from './example-scripts.ts';

const folder = fileURLToPath(new URL('../../../docs/examples', import.meta.url));
/** Those of one job run the smoke tests, and have a test of their own. */
const ONE_JOB = ['github-actions.yml', 'azure-pipelines.yml', 'gitlab-ci.yml'];
const examples = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name) && !ONE_JOB.includes(name));

const app = seed.apps.find(({ secrets }) => secrets.length > 0);
const clientSecret = app?.secrets[0] as string;

/** A checkout with a collection of three files at the place that all examples name, for a sandbox. */
async function checkout(): Promise<string> {
  const { url } = await startTestSandbox();
  const request = (name: string) => `baseUrl: "{{ apiUrl }}/v1.0/myorg"
auth: service-principal
requests: { ${name}: { get: /groups } }
`;
  return tempDir({
    'collections/powerbi/a.yaml': request('a'),
    'collections/powerbi/b.yaml': request('b'),
    'collections/powerbi/c.yaml': request('c'),
    'collections/powerbi/environments/public.yaml': `cloud: sandbox
variables: { apiUrl: "${url}", authorityUrl: "${url}" }
secrets: { clientSecret: { env: POWERBI_CLIENT_SECRET } }
identities:
  service-principal:
    flow: client-secret
    tenantId: ${seed.tenantId}
    clientId: ${app?.clientId}
    clientSecret: "{{ clientSecret }}"
    scope: "{{ resource }}/.default"
`,
    'bin/waybill': `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`,
    'home/.keep': '',
  });
}

test.each(examples)('the scripts of docs/examples/%s run as they are', async (name) => {
  const cwd = await checkout();
  await chmod(join(cwd, 'bin/waybill'), 0o755);
  const settings = { POWERBI_CLIENT_SECRET: clientSecret, PowerBIClientSecret: clientSecret };
  const scripts = scriptsOf(await readFile(join(folder, name), 'utf8'), settings);
  expect(scripts.length).toBeGreaterThan(0);
  let stdout = '';
  for (const { script, env } of scripts) {
    await writeFile(join(cwd, 'script.sh'), script);
    const ended = await promisify(execFile)('sh', ['-e', 'script.sh'], {
      cwd,
      env: {
        ...env,
        PATH: [join(cwd, 'bin'), process.env.PATH].join(delimiter),
        HOME: join(cwd, 'home'),
        POWERBI_CLIENT_SECRET: clientSecret,
        ...(env.REPORTS === undefined ? {} : { REPORTS: join(cwd, 'reports') }),
      },
    });
    stdout = ended.stdout;
  }
  // Whatever the files were divided into, the last script tells of all requests.
  expect(stdout).toContain('3 passed, 0 failed');
});
