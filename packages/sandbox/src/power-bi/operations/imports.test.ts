import { expect, test, vi } from 'vitest';
import type { Sandbox } from '../../start-sandbox.ts';
import { accessToken, answerOf, appForm, callApi, testSandbox, workspaceNamed } from '../../testing/client.ts';

const { id: groupId } = workspaceNamed('Tailwind Traders');
const IMPORTS = `/groups/${groupId}/imports`;

async function upload(sandbox: Sandbox, token: string, body: string | FormData, query = 'datasetDisplayName=New.pbix') {
  const headers = { authorization: `Bearer ${token}` };
  return answerOf(await fetch(`${sandbox.url}/v1.0/myorg${IMPORTS}?${query}`, { method: 'POST', headers, body }));
}

function formOf(...contents: readonly string[]): FormData {
  const form = new FormData();
  contents.forEach((content, index) => {
    form.append(`file${index}`, new Blob([content]), 'new.pbix');
  });
  return form;
}

async function ended(sandbox: Sandbox, token: string, id: string) {
  return vi.waitFor(
    async () => {
      const { json } = await callApi(sandbox, token, `${IMPORTS}/${id}`);
      expect(json.importState).not.toBe('Publishing');
      return json;
    },
    { timeout: 4500, interval: 10 },
  );
}

test('an uploaded file becomes a dataset and a report, which can be deleted', async () => {
  const sandbox = await testSandbox({ operationDurationMs: 200 });
  const token = await accessToken(sandbox, appForm());
  const { status, json } = await upload(sandbox, token, formOf('PK'));
  expect(status).toBe(202);
  expect((await callApi(sandbox, token, `${IMPORTS}/${json.id}`)).json).toMatchObject({
    importState: 'Publishing',
    datasets: [],
  });
  const { importState, datasets } = await ended(sandbox, token, json.id);
  expect({ importState, datasets }).toMatchObject({ importState: 'Succeeded', datasets: [{ name: 'New' }] });

  const counts = async () => {
    const lists = ['datasets', 'reports'].map((list) => callApi(sandbox, token, `/groups/${groupId}/${list}`));
    return (await Promise.all(lists)).map((list) => list.json.value.length);
  };
  expect(await counts()).toEqual([3, 2]);
  const deleted = await callApi(sandbox, token, `/groups/${groupId}/datasets/${datasets[0].id}`, { method: 'DELETE' });
  expect(deleted.status).toBe(200);
  expect(await counts()).toEqual([2, 1]);
});

test('an import fails by a fault, or when Abort meets a name that is taken', async () => {
  const sandbox = await testSandbox({ operationDurationMs: 0 });
  const token = await accessToken(sandbox, appForm());
  const query = 'datasetDisplayName=Retail&nameConflict=Abort';
  const aborted = await upload(sandbox, token, formOf('PK'), query);
  expect(await ended(sandbox, token, aborted.json.id)).toMatchObject({ importState: 'Failed', datasets: [] });
  sandbox.admin.setFault('import-fails');
  const failed = await upload(sandbox, token, formOf('PK'));
  expect(await ended(sandbox, token, failed.json.id)).toMatchObject({ importState: 'Failed' });
});

test.each([
  ['no form', 'PK', undefined],
  ['an empty file', formOf(''), undefined],
  ['two files', formOf('PK', 'PK'), undefined],
  ['no name', formOf('PK'), 'nameConflict=Abort'],
])('refuses %s', async (_what, body, query) => {
  const sandbox = await testSandbox();
  expect((await upload(sandbox, await accessToken(sandbox, appForm()), body, query)).status).toBe(400);
});
