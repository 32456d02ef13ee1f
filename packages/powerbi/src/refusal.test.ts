import { expect, test } from 'vitest';
import { readRefusal } from './refusal.ts';

const refusal = (body: unknown, headers: Record<string, string> = {}) =>
  readRefusal({ headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

const PBI = { code: 'PowerBINotAuthorizedException', parameters: {}, details: [], exceptionCulprit: 1 };
const DAX_DETAILS = [
  { code: 'DetailsMessage', detail: { type: 1, value: 'Failed to execute the DAX query.' } },
  { code: 'AnalysisServicesErrorCode', detail: { type: 1, value: '3239575574' } },
];

test.each<[string, unknown, string | undefined, string | undefined]>([
  ['a', { error: { code: PBI.code, 'pbi.error': PBI } }, PBI.code, undefined],
  ['b, without an outer error', { code: PBI.code, 'pbi.error': PBI }, PBI.code, undefined],
  ['b, with the code inside only', { 'pbi.error': PBI }, PBI.code, undefined],
  [
    'c, capital',
    { Message: 'API is not accessible for application' },
    undefined,
    'API is not accessible for application',
  ],
  ['c, small', { message: 'Retry in 3392 seconds.' }, undefined, 'Retry in 3392 seconds.'],
  [
    'd',
    { error: { code: 'TokenExpired', message: 'Access token has expired' } },
    'TokenExpired',
    'Access token has expired',
  ],
  [
    'e',
    {
      error: {
        code: 'DatasetExecuteQueriesError',
        'pbi.error': { code: 'DatasetExecuteQueriesError', details: DAX_DETAILS },
      },
    },
    'DatasetExecuteQueriesError',
    'Failed to execute the DAX query.',
  ],
  ['f, Fabric', { requestId: 'r', errorCode: 'RequestBlocked', message: 'blocked' }, 'RequestBlocked', 'blocked'],
  ['g, empty', '', undefined, undefined],
  ['plain text', 'An error has occurred', undefined, 'An error has occurred'],
  ['a text in JSON', '"Not allowed"', undefined, 'Not allowed'],
  ['a page', '<html><body>Bad gateway</body></html>', undefined, undefined],
  ['broken JSON', '{"error":', undefined, undefined],
  ['a list', [1], undefined, undefined],
  ['null', 'null', undefined, undefined],
  ['Entra', { error: 'invalid_grant', error_description: 'AADSTS50076: …' }, 'invalid_grant', 'AADSTS50076: …'],
  ['other types than promised', { error: { code: 5, message: { a: 1 }, 'pbi.error': [] } }, undefined, undefined],
])('form %s is read', (_name, body, code, message) => {
  expect(refusal(body)).toMatchObject({ code, message });
});

test('an empty body leaves it to the header', () => {
  expect(refusal('', { 'x-powerbi-error-info': 'GroupNotAccessible' }).code).toBe('GroupNotAccessible');
});

test('details may be in the body', () => {
  expect(refusal({ error: { 'pbi.error': { details: DAX_DETAILS } } }).details).toEqual([
    { code: 'DetailsMessage', value: 'Failed to execute the DAX query.' },
    { code: 'AnalysisServicesErrorCode', value: '3239575574' },
  ]);
});

test('details may be in a header', () => {
  const details = JSON.stringify({
    error: { code: 'ImportFailed', message: 'No dataset', details: [{ code: 'X', message: 'y' }] },
  });
  expect(refusal('', { 'x-powerbi-error-details': details })).toMatchObject({
    code: 'ImportFailed',
    message: 'No dataset',
    details: [{ code: 'X', value: 'y' }],
  });
});

test('the request id is kept for support', () => {
  expect(refusal('', { requestid: 'a' }).requestId).toBe('a');
  expect(refusal({ requestId: 'b' }).requestId).toBe('b');
});

test('a challenge is decoded', () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
  const header = (encoded: string) =>
    `Bearer realm="", authorization_uri="https://login.windows.net/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`;
  for (const encoding of ['base64', 'base64url'] as const) {
    const encoded = Buffer.from(claims).toString(encoding);
    expect(refusal('', { 'www-authenticate': header(encoded) }).challenge).toEqual({
      claims,
      authorizationUri: 'https://login.windows.net/common/oauth2/authorize',
    });
  }
  expect(refusal('', { 'www-authenticate': header('no base64 of JSON') }).challenge?.claims).toBeUndefined();
  expect(refusal('', { 'www-authenticate': 'Bearer error="invalid_token"' }).challenge).toBeUndefined();
});
