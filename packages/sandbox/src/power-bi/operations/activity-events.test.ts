import { expect, test } from 'vitest';
import { accessToken, appForm, callApi, grace, testSandbox, userForm } from '../../testing/client.ts';

const PATH = '/admin/activityevents';
const day = "startDateTime='2026-11-20T00:00:00.000Z'&endDateTime='2026-11-20T23:59:59.999Z'";

test('is read page by page at continuationUri, as it is; a page in between may be empty', async () => {
  const sandbox = await testSandbox();
  const token = await accessToken(sandbox, appForm());
  const sizes: number[] = [];
  const ids = new Set<string>();
  let { json } = await callApi(sandbox, token, `${PATH}?${day}`);
  for (;;) {
    sizes.push(json.activityEventEntities.length);
    for (const { Id } of json.activityEventEntities) ids.add(Id);
    if (json.continuationToken === null) break;
    expect(json.continuationUri).toBe(`${sandbox.url}/v1.0/myorg${PATH}?continuationToken='${json.continuationToken}'`);
    ({ json } = await callApi(sandbox, token, json.continuationUri.slice(`${sandbox.url}/v1.0/myorg`.length)));
  }
  expect(sizes).toEqual([2, 0, 1]);
  expect(ids.size).toBe(3);
});

test.each([
  ['no quotes', day.replaceAll("'", '')],
  ['two days', day.replace('20T23', '21T23')],
  ['no end', "startDateTime='2026-11-20T00:00:00.000Z'"],
  ['a token that was encoded once more', "continuationToken='%252BRID%253A2026-11-20%2523RT%253A1'"],
  ['a token without quotes', 'continuationToken=%2BRID%3A2026-11-20%23RT%3A1'],
])('refuses %s', async (_what, query) => {
  const sandbox = await testSandbox();
  expect((await callApi(sandbox, await accessToken(sandbox, appForm()), `${PATH}?${query}`)).status).toBe(400);
});

test('is for administrators', async () => {
  const sandbox = await testSandbox();
  const { status } = await callApi(sandbox, await accessToken(sandbox, userForm(grace)), `${PATH}?${day}`);
  expect([401, 403]).toContain(status);
});
