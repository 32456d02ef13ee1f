import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deadOrigin, runProgram, startTestSandbox, tempDir } from '@waybill/testkit';
import { describe, expect, test, vi } from 'vitest';

// A run takes as long as what it waits for.
vi.setConfig({ testTimeout: 30_000 });

const smoke = fileURLToPath(new URL('../../../collections/powerbi/smoke', import.meta.url));

type TestSandbox = Awaited<ReturnType<typeof startTestSandbox>>;
type FaultName = Parameters<TestSandbox['admin']['setFault']>[0];

/** What a case spoils, and what has to come of it. */
interface Red {
  readonly tag: string;
  readonly fault?: FaultName;
  readonly options?: object;
  /** `--var name=value`, for what is no fault of the sandbox. */
  readonly variable?: string;
  /** Id of the first request that fails. */
  readonly fails: string;
  readonly exitCode: number;
  /** Part of what the output says about it. */
  readonly says: string;
}

const ANOTHER_RESOURCE = 'resource=https://graph.microsoft.com';
const LATER = { retryAfterSeconds: 3392 };

/** Each scenario with all that turns it red. A new scenario gets its lines here, and in docs/smoke-tests.md. */
const REDS: readonly Red[] = [
  {
    ...{ tag: 'auth', fault: 'entra-error', options: { code: 7000222 } },
    ...{ fails: '01-auth/token-is-taken', exitCode: 4, says: 'AADSTS7000222' },
  },
  { tag: 'auth', fault: 'token-expired', fails: '01-auth/token-is-taken', exitCode: 5, says: 'TokenExpired' },
  {
    ...{ tag: 'auth', variable: ANOTHER_RESOURCE },
    ...{ fails: '01-auth/token-is-taken', exitCode: 5, says: 'The token was issued for another API' },
  },
  {
    ...{ tag: 'auth', fault: 'service-principals-blocked' },
    ...{ fails: '01-auth/token-is-taken', exitCode: 5, says: 'Service principals can call Fabric public APIs' },
  },
  {
    ...{ tag: 'admin', fault: 'service-principals-blocked-on-admin-apis' },
    ...{ fails: '02-admin/admin-groups', exitCode: 5, says: 'Service principals may not' },
  },
  {
    ...{ tag: 'admin', fault: 'throttled', options: { ...LATER, path: '*/admin/groups' } },
    ...{ fails: '02-admin/admin-groups', exitCode: 6, says: 'Run again after' },
  },
  {
    ...{ tag: 'workspace', variable: 'smokeWorkspaceName=Nowhere' },
    ...{ fails: '03-workspace/workspace', exitCode: 1, says: 'length 0' },
  },
  {
    ...{ tag: 'workspace', fault: 'workspace-off-capacity' },
    ...{ fails: '03-workspace/on-capacity', exitCode: 1, says: '$.isOnDedicatedCapacity' },
  },
  {
    ...{ tag: 'roles', fault: 'extra-workspace-admin' },
    ...{ fails: '04-roles/no-other-admins', exitCode: 1, says: 'mallory@sandbox.onmicrosoft.com' },
  },
  {
    ...{ tag: 'roles', variable: 'servicePrincipalObjectId=00000000-0000-4000-8000-000000000000' },
    ...{ fails: '04-roles/service-principal-role', exitCode: 1, says: 'an item that is one of "Admin"' },
  },
  {
    ...{ tag: 'freshness', fault: 'stale-dataset' },
    ...{ fails: '05-freshness/last-refresh', exitCode: 1, says: '$.value[0].endTime' },
  },
  {
    ...{ tag: 'refresh', fault: 'refresh-fails', options: { errorCode: 'ModelRefreshFailed_Gateway' } },
    ...{ fails: '06-refresh/refresh-ends', exitCode: 1, says: 'ModelRefreshFailed_Gateway' },
  },
  {
    ...{ tag: 'refresh', fault: 'capacity-not-active', options: { path: '*/refreshes' } },
    ...{ fails: '06-refresh/refresh', exitCode: 1, says: 'capacity of the workspace is paused' },
  },
  { tag: 'dax', fault: 'empty-dataset', fails: '07-dax/has-rows', exitCode: 1, says: 'at least 1' },
  {
    ...{ tag: 'dax', variable: 'goldenQuery=EVALUATE ROW("TestName", "wrong", "Passed", FALSE())' },
    ...{ fails: '07-dax/golden-values', exitCode: 1, says: '"[TestName]":"wrong"' },
  },
  { tag: 'dax', fault: 'rls-dataset', fails: '07-dax/has-rows', exitCode: 5, says: 'row-level security' },
  { tag: 'rls', fault: 'rls-leaks', fails: '08-rls/rows-of-a', exitCode: 1, says: 'not 1250' },
  {
    ...{ tag: 'rls', variable: 'rlsUserB=nobody@sandbox.onmicrosoft.com' },
    ...{ fails: '08-rls/rows-of-b', exitCode: 5, says: 'in none of its roles' },
  },
  { tag: 'export', fault: 'export-fails', fails: '09-export/export-once-more', exitCode: 1, says: 'poll $.status' },
  {
    ...{ tag: 'export', variable: 'leastFileSize=1MB' },
    ...{ fails: '09-export/file', exitCode: 1, says: '1MB' },
  },
  {
    ...{ tag: 'embed', fault: 'embed-token-short-lived', options: { minutes: 2 } },
    ...{ fails: '10-embed/embed-token', exitCode: 1, says: '$.expiration' },
  },
  {
    ...{ tag: 'gateway', fault: 'gateway-unreachable' },
    ...{ fails: '11-gateway/datasource-answers', exitCode: 1, says: 'The gateway does not answer' },
  },
  {
    ...{ tag: 'capacity', fault: 'capacity-not-active' },
    ...{ fails: '12-capacity/capacity', exitCode: 1, says: '"Suspended"' },
  },
  {
    ...{ tag: 'capacity', fault: 'throttled', options: { ...LATER, path: '*/activityevents' } },
    ...{ fails: '12-capacity/activity-log', exitCode: 6, says: 'Run again after' },
  },
  {
    ...{ tag: 'scan', fault: 'service-principals-blocked-on-admin-apis' },
    ...{ fails: '13-scan/scan', exitCode: 5, says: 'Service principals may not' },
  },
  { tag: 'deployment', fault: 'deployment-fails', fails: '14-deployment/deploy', exitCode: 1, says: 'poll $.status' },
  { tag: 'import', fault: 'import-fails', fails: '15-import/publish', exitCode: 1, says: 'poll $.importState' },
];

interface JsonReport {
  readonly runs: readonly { readonly results: readonly { readonly id: string; readonly outcome: string }[] }[];
}

/** Runs the smoke tests against a sandbox, and gives what the JSON report says of each request. */
async function runSmoke(url: string, ...args: readonly string[]) {
  const folder = await tempDir();
  const report = join(folder, 'report.json');
  const at = ['-e', 'sandbox', '--var', `apiUrl=${url}`, '--var', `authorityUrl=${url}`, '--var', 'pollEvery=20ms'];
  const reporters = ['--reporter', 'terminal', '--reporter', `json=${report}`];
  const result = await runProgram(['run', smoke, ...at, '--max-wait', '0', ...reporters, ...args]);
  const { runs } = JSON.parse(await readFile(report, 'utf8')) as JsonReport;
  const results = runs.flatMap((run) => run.results);
  const idsThat = (outcome: string) => results.filter((each) => each.outcome === outcome).map(({ id }) => id);
  return { ...result, passed: idsThat('passed'), failed: idsThat('failed'), skipped: idsThat('skipped') };
}

const quickSandbox = () => startTestSandbox({ refreshDurationMs: 100, operationDurationMs: 50 });

test('all are green, as text and as JSON; what is not needed is skipped', async () => {
  const sandbox = await quickSandbox();
  const { stdout, stderr, exitCode, passed, failed, skipped } = await runSmoke(sandbox.url);
  expect({ exitCode, stderr, failed }).toEqual({ exitCode: 0, stderr: '', failed: [] });
  expect(stdout).toContain(`${passed.length} passed, 0 failed, 3 skipped`);
  expect(skipped).toEqual([
    '06-refresh/running-refresh-ends',
    '09-export/wait-for-service',
    '09-export/export-once-more',
  ]);
});

describe('turn red, and say why', () => {
  test.each(REDS.map((red) => [red.variable ?? red.fault, red] as const))('%s', async (_what, red) => {
    const { tag, fault, options, variable, fails, exitCode, says } = red;
    const sandbox = await quickSandbox();
    if (fault !== undefined) sandbox.admin.setFault(fault, options as never);
    const change = variable === undefined ? [] : ['--var', variable];
    const result = await runSmoke(sandbox.url, '--tag', tag, ...change);
    expect({ exitCode: result.exitCode, fails: result.failed[0] }, result.stdout).toEqual({ exitCode, fails });
    expect(result.stdout).toContain(says);
    // Neither an access token nor an embed token.
    expect(result.stdout).not.toMatch(/eyJ[\w-]{10}|H4sI/);
  });

  test('every scenario has a line above', async () => {
    const sandbox = await quickSandbox();
    const { passed } = await runSmoke(sandbox.url);
    const scenarios = new Set(passed.map((id) => id.split('/')[0]));
    expect(new Set(REDS.map(({ fails }) => fails.split('/')[0]))).toEqual(scenarios);
  });

  test('no network is exit code 7', async () => {
    const { exitCode, failed } = await runSmoke(await deadOrigin(), '--tag', 'auth');
    expect({ exitCode, fails: failed[0] }).toEqual({ exitCode: 7, fails: '01-auth/token-is-taken' });
  });
});

describe('what is no failure', () => {
  test('a refresh that runs already is waited for', async () => {
    const sandbox = await startTestSandbox({ refreshDurationMs: 1500 });
    const first = runSmoke(sandbox.url, '--tag', 'refresh');
    const second = runSmoke(sandbox.url, '--tag', 'refresh');
    const runs = await Promise.all([first, second]);
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const waits = runs.map(({ passed }) => passed.at(-1)).sort();
    expect(waits).toEqual(['06-refresh/refresh-ends', '06-refresh/running-refresh-ends']);
  });

  test('an export that a busy service let fail is started once more', async () => {
    const sandbox = await quickSandbox();
    sandbox.admin.setFault('export-fails', { retryAfterSeconds: 1, times: 1 });
    const { exitCode, passed } = await runSmoke(sandbox.url, '--tag', 'export');
    expect(exitCode).toBe(0);
    expect(passed).toEqual(expect.arrayContaining(['09-export/wait-for-service', '09-export/file']));
  });

  test('a feature that a tenant has not is skipped', async () => {
    const sandbox = await quickSandbox();
    const none = ['gatewayId', 'pipelineId', 'rlsDatasetName', 'goldenQuery', 'pbixFile'].flatMap((name) => [
      '--var',
      `${name}=`,
    ]);
    const { exitCode, skipped } = await runSmoke(sandbox.url, ...none);
    expect(exitCode).toBe(0);
    for (const id of [
      '07-dax/golden-values',
      '08-rls/rows-of-b',
      '11-gateway/datasource-answers',
      '14-deployment/deploy',
    ])
      expect(skipped).toContain(id);
  });
});

test.each(['sandbox', 'public', 'ci'])('they are valid with the environment %s', async (environment) => {
  const { exitCode, stderr } = await runProgram(['validate', smoke, '-e', environment]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});
