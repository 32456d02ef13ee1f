import { expect, test } from 'vitest';
import { findOperation, loadOperations, searchOperations } from './find-operation.ts';

const ID = 'f089354e-8366-4e18-aea3-4cb4a3a50b48';

test.each<[string, string, string, Record<string, string>]>([
  ['GET', 'https://api.powerbi.com/v1.0/myorg/groups?$top=1', 'Groups_GetGroups', {}],
  ['get', '/groups', 'Groups_GetGroups', {}],
  ['GET', 'groups', 'Groups_GetGroups', {}],
  ['GET', 'myorg/groups/', 'Groups_GetGroups', {}],
  ['GET', 'https://api.high.powerbigov.us/v1.0/myorg/GROUPS', 'Groups_GetGroups', {}],
  ['GET', 'https://wabi-west.analysis.windows.net/v1.0/contoso.com/groups', 'Groups_GetGroups', {}],
  ['POST', 'http://127.0.0.1:8765/groups', 'Groups_CreateGroup', {}],
  ['GET', '{{ apiUrl }}/v1.0/myorg/groups/{{ workspaceId }}', 'Groups_GetGroup', { groupId: '{{ workspaceId }}' }],
  [
    'DELETE',
    `/groups/${ID}/users/ada%40contoso.com`,
    'Groups_DeleteUserInGroup',
    { groupId: ID, user: 'ada@contoso.com' },
  ],
  ['GET', '/capacities/refreshables', 'Capacities_GetRefreshables', {}],
  ['GET', `/capacities/${ID}/refreshables`, 'Capacities_GetRefreshablesForCapacity', { capacityId: ID }],
  ['GET', '/admin/capacities/refreshables', 'Admin_GetRefreshables', {}],
  [
    'GET',
    "/availableFeatures(featureName='embedTrial')",
    'AvailableFeatures_GetAvailableFeatureByName',
    { featureName: 'embedTrial' },
  ],
  [
    'GET',
    '/availableFeatures%28featureName%3D%27a)b%27%29',
    'AvailableFeatures_GetAvailableFeatureByName',
    { featureName: 'a)b' },
  ],
  [
    'PATCH',
    `/groups/${ID}/scorecards(1)/goals(2)/goalValues(2026-01-31)`,
    'GoalValues_(Preview)_PatchByID',
    { groupId: ID, scorecardId: '1', goalId: '2', timestamp: '2026-01-31' },
  ],
  [
    'POST',
    `/groups/${ID}/scorecards(1)/MoveGoals()`,
    'Scorecards_(Preview)_MoveGoals',
    { groupId: ID, scorecardId: '1' },
  ],
  ['POST', `/groups/${ID}/datasets/x/default.takeover`, 'Datasets_TakeOverInGroup', { groupId: ID, datasetId: 'x' }],
])('%s %s is %s', async (method, url, id, parameters) => {
  const match = await findOperation(method, url);
  expect(match?.operation.id).toBe(id);
  expect(match?.parameters).toEqual(parameters);
});

test.each([
  ['PUT', '/groups'],
  ['GET', '/nothing'],
  ['GET', ''],
  ['GET', '/'],
  ['GET', 'https://api.powerbi.com/v1.0/myorg'],
  ['HEAD', '/groups'],
  ['POST', '/groups/a/b/c/d/e/f/g/h'],
  ['POST', '/datasets/1/defaultXtakeover'],
])('%s %s is no operation', async (method, url) => {
  expect(await findOperation(method, url)).toBeUndefined();
});

test('a parameter that is not valid percent-encoding is taken as it is', async () => {
  expect((await findOperation('GET', '/groups/%E0%A4%A'))?.parameters).toEqual({ groupId: '%E0%A4%A' });
});

test('every operation is found by its own path', async () => {
  for (const { id, method, path } of await loadOperations()) {
    const url = `https://api.powerbi.com/v1.0/myorg${path.replaceAll(/\{\w+\}/g, ID)}`;
    expect((await findOperation(method, url))?.operation.id).toBe(id);
  }
});

test.each([
  ['Groups_GetGroups', 'Groups_GetGroups'],
  ['/groups/{groupId}/users', 'Groups_GetGroupUsers'],
  ['refresh dataset', 'Datasets_RefreshDataset'],
  ['refresh workspace model', 'Datasets_RefreshDatasetInGroup'],
  ['post admin getinfo', 'WorkspaceInfo_PostWorkspaceInfo'],
  ['activity', 'Admin_GetActivityEvents'],
  ['deplyall', 'Pipelines_DeployAll'],
  ['executequeries group', 'Datasets_ExecuteQueriesInGroup'],
])('%s speaks of %s', async (text, id) => {
  const found = (await searchOperations(text)).slice(0, 3).map((operation) => operation.id);
  expect(found).toContain(id);
});

test('what no operation speaks of finds none, and nothing finds all', async () => {
  expect(await searchOperations('groups xyzzy')).toEqual([]);
  expect(await searchOperations('')).toEqual([]);
});
