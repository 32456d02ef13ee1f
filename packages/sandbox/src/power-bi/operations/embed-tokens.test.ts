import { expect, test } from 'vitest';
import type { Sandbox } from '../../start-sandbox.ts';
import { accessToken, appForm, callApi, grace, testSandbox, userForm, workspaceNamed } from '../../testing/client.ts';

const { reports, datasets } = workspaceNamed('Tailwind Traders');
const report = { id: reports?.[0]?.id };
const [plain, filtered] = datasets.map(({ id }) => ({ id }));

async function generate(sandbox: Sandbox, body: unknown, form = appForm()) {
  return callApi(sandbox, await accessToken(sandbox, form), '/GenerateToken', { method: 'POST', body });
}

const minutesLeft = (expiration: string) => (Date.parse(expiration) - Date.now()) / 60_000;

test('gives a token that is no JWT, and good for an hour at most', async () => {
  const sandbox = await testSandbox({ tokenLifetimeSeconds: 7200 });
  const { status, json } = await generate(sandbox, { reports: [report], datasets: [plain] });
  expect(status).toBe(200);
  expect(json.token).toMatch(/^H4sI[\w+/=]{100,}$/);
  expect(json.expiration).toMatch(/T\d\d:\d\d:\d\dZ$/);
  expect(minutesLeft(json.expiration)).toSatisfy((minutes: number) => minutes > 58 && minutes <= 60);
});

test('gives none that outlives the token it was asked for with', async () => {
  const sandbox = await testSandbox({ tokenLifetimeSeconds: 1200 });
  const { json } = await generate(sandbox, { reports: [report], lifetimeInMinutes: 45 });
  expect(minutesLeft(json.expiration)).toBeLessThanOrEqual(20);
});

test('embed-token-short-lived', async () => {
  const sandbox = await testSandbox();
  sandbox.admin.setFault('embed-token-short-lived', { minutes: 2 });
  expect(minutesLeft((await generate(sandbox, { reports: [report] })).json.expiration)).toBeLessThanOrEqual(2);
});

test('wants an effective identity for a model with row-level security', async () => {
  const sandbox = await testSandbox();
  expect((await generate(sandbox, { datasets: [filtered] })).status).toBe(400);
  const identities = [{ username: grace.userPrincipalName, roles: ['North'], datasets: [filtered?.id] }];
  expect((await generate(sandbox, { datasets: [filtered], identities })).status).toBe(200);
});

test.each([
  ['nothing to embed', {}, 400],
  ['a list that is none', { reports: 1 }, 400],
  ['an item without an id', { reports: [{}] }, 400],
  ['no time at all', { reports: [report], lifetimeInMinutes: 0 }, 400],
  ['a report that does not exist', { reports: [{ id: '00000000-0000-4000-8000-000000000000' }] }, 404],
])('refuses %s', async (_what, body, status) => {
  const sandbox = await testSandbox();
  expect((await generate(sandbox, body)).status).toBe(status);
});

test('is for those who are in the workspace', async () => {
  const sandbox = await testSandbox();
  expect((await generate(sandbox, { reports: [report] }, userForm(grace))).status).toBe(401);
});
