import { expect, test, vi } from 'vitest';
import type { Sandbox } from '../../start-sandbox.ts';
import { accessToken, appForm, callApi, grace, testSandbox, userForm, workspaceNamed } from '../../testing/client.ts';

const tailwind = workspaceNamed('Tailwind Traders');
const [report] = tailwind.reports ?? [];
const REPORT = `/groups/${tailwind.id}/reports/${report?.id}`;
const PATIENCE = { timeout: 4500, interval: 10 };
const PAGE_1 = { format: 'PDF', powerBIReportConfiguration: { pages: [{ pageName: 'ReportSection' }] } };

const start = (sandbox: Sandbox, token: string, body: unknown) =>
  callApi(sandbox, token, `${REPORT}/ExportTo`, { method: 'POST', body });

/** The status of an export, once it has ended. */
async function ended(sandbox: Sandbox, token: string, id: string) {
  return vi.waitFor(async () => {
    const answer = await callApi(sandbox, token, `${REPORT}/exports/${id}`);
    expect(answer.status).toBe(200);
    return answer;
  }, PATIENCE);
}

test('lists reports with their pages', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  const { json } = await callApi(sandbox, token, `/groups/${tailwind.id}/reports`);
  expect(json.value).toEqual([expect.objectContaining({ id: report?.id, datasetId: report?.datasetId })]);
  expect((await callApi(sandbox, token, REPORT)).json.embedUrl).toContain(`reportId=${report?.id}`);
  const pages = await callApi(sandbox, token, `${REPORT}/pages`);
  expect(pages.json.value[1]).toEqual({ name: 'ReportSection1', displayName: 'Stores', order: 1 });
});

test('exports a page to PDF: 202 while it runs, then 200 and a file', async () => {
  const sandbox = await testSandbox({ operationDurationMs: 300 });
  const token = await accessToken(sandbox, appForm());
  const started = await start(sandbox, token, PAGE_1);
  expect(started).toMatchObject({ status: 202, json: { status: 'NotStarted', reportId: report?.id } });
  const { id } = started.json;
  const running = await callApi(sandbox, token, `${REPORT}/exports/${id}`);
  expect(running.status).toBe(202);
  expect((await callApi(sandbox, token, `${REPORT}/exports/${id}/file`)).status).toBe(404);
  const { json } = await ended(sandbox, token, id);
  expect(json).toMatchObject({ status: 'Succeeded', percentComplete: 100, resourceFileExtension: '.pdf' });
  const file = await callApi(sandbox, token, `${REPORT}/exports/${id}/file`);
  expect(file.text).toMatch(/^%PDF-1\.4\n.*%%EOF\n$/s);
  expect(file.text.match(/\/Type \/Page /g)).toHaveLength(1);
  expect(file.text.length).toBeGreaterThan(10_000);
  // The cross-reference table has to be where the file says it is.
  const at = Number(/startxref\n(\d+)/.exec(file.text)?.[1]);
  expect(file.text.slice(at, at + 5)).toBe('xref\n');
});

test('export-fails: for good, or with Retry-After', async () => {
  const sandbox = await testSandbox({ operationDurationMs: 0 });
  const token = await accessToken(sandbox, appForm());
  const outcome = async () => ended(sandbox, token, (await start(sandbox, token, { format: 'PDF' })).json.id);
  sandbox.admin.setFault('export-fails', { times: 1 });
  const permanent = await outcome();
  expect([permanent.json.status, permanent.headers.get('retry-after')]).toEqual(['Failed', null]);
  sandbox.admin.setFault('export-fails', { retryAfterSeconds: 7, times: 1 });
  const busy = await outcome();
  expect([busy.json.status, busy.headers.get('retry-after')]).toEqual(['Failed', '7']);
  expect((await outcome()).json.status).toBe('Succeeded');
});

test.each([
  [{}],
  [{ format: 'GIF' }],
  [{ format: 'PDF', powerBIReportConfiguration: { pages: [{ pageName: 'Nope' }] } }],
  [{ format: 'PDF', powerBIReportConfiguration: { pages: [null] } }],
])('refuses to export %j', async (body) => {
  const sandbox = await testSandbox();
  expect((await start(sandbox, await accessToken(sandbox, appForm()), body)).status).toBe(400);
});

test('is for members of the workspace', async () => {
  const sandbox = await testSandbox();
  expect((await start(sandbox, await accessToken(sandbox, userForm(grace)), PAGE_1)).status).toBe(401);
});
