import { Redactor } from '@waybill/redaction';
import { serve } from '@waybill/testkit';
import { expect, test } from 'vitest';
import { Authenticator, type Identity } from './index.ts';
import { person } from './testing/person.ts';
import { ada, bench, publicApp, RESOURCE, SCOPE, smokeApp, tenantId } from './testing/sandbox-bench.ts';

const CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
const base = { tenantId, clientId: smokeApp.clientId, scope: SCOPE };
const user = { tenantId, clientId: publicApp.clientId, username: ada.userPrincipalName, password: ada.password };

async function authority() {
  const forms: Record<string, string>[] = [];
  const authorityUrl = await serve((_request, response, body) => {
    forms.push(Object.fromEntries(new URLSearchParams(body)));
    const token = { access_token: `token-${forms.length}`, token_type: 'Bearer', expires_in: 3600, scope: SCOPE };
    response.end(JSON.stringify(token));
  });
  return { forms, tokens: new Authenticator({ authorityUrl, redactor: new Redactor() }) };
}

test.each<[string, Identity]>([
  ['client-secret', { flow: 'client-secret', ...base, clientSecret: 's' }],
  ['password v1', { flow: 'password', ...user, endpoint: 'v1', resource: RESOURCE }],
  ['password v2', { flow: 'password', ...user, endpoint: 'v2', scope: SCOPE }],
  ['on-behalf-of', { flow: 'on-behalf-of', ...base, clientSecret: 's', assertion: 'a' }],
  ['refresh-token', { flow: 'refresh-token', ...base, refreshToken: 'r' }],
  ['oauth2', { flow: 'oauth2', grant: 'client-credentials', clientId: 'c', tokenUrl: 'set below' }],
])('%s passes the claims an API demands, past the cache', async (_name, identity) => {
  const { forms, tokens } = await authority();
  const tokenUrl = await serve((_request, response, body) => {
    forms.push(Object.fromEntries(new URLSearchParams(body)));
    response.end(JSON.stringify({ access_token: `token-${forms.length}`, token_type: 'Bearer' }));
  });
  const chosen = identity.flow === 'oauth2' ? { ...identity, tokenUrl } : identity;
  await tokens.acquireToken(chosen);
  expect((await tokens.acquireToken(chosen, { claims: CLAIMS })).token).toBe('token-2');
  expect(forms[0]?.claims ?? '').not.toContain('access_token');
  expect(JSON.parse(forms[1]?.claims ?? '')).toMatchObject(JSON.parse(CLAIMS));
});

test('MSAL says that it can answer a challenge', async () => {
  const { forms, tokens } = await authority();
  await tokens.acquireToken({ flow: 'client-secret', ...base, clientSecret: 's' }, { claims: CLAIMS });
  expect(JSON.parse(forms[0]?.claims ?? '').access_token.xms_cc).toEqual({ values: ['CP1'] });
});

test('requests that were challenged alike share the answer, and later ones keep it', async () => {
  const { forms, tokens } = await authority();
  const identity: Identity = { flow: 'client-secret', ...base, clientSecret: 's' };
  const { token: insteadOf } = await tokens.acquireToken(identity);
  const challenged = Array.from({ length: 5 }, () => tokens.acquireToken(identity, { insteadOf, claims: CLAIMS }));
  expect(new Set((await Promise.all(challenged)).map(({ token }) => token))).toEqual(new Set(['token-2']));
  expect((await tokens.acquireToken(identity)).token).toBe('token-2');
  expect(forms).toHaveLength(2);
});

test.each<Identity>([
  { flow: 'token', token: 'opaque' },
  { flow: 'managed-identity', scope: SCOPE },
])('$flow cannot ask for claims and says so', async (identity) => {
  const { tokens } = await authority();
  await expect(tokens.acquireToken(identity, { claims: CLAIMS })).rejects.toMatchObject({
    code: 'ERR_AUTH_INTERACTION_REQUIRED',
    details: { claims: CLAIMS },
  });
});

test.each<[string, Identity]>([
  ['an app', { flow: 'client-secret', ...base, clientSecret: smokeApp.secret }],
  ['a user, silently', { flow: 'device-code', tenantId, clientId: publicApp.clientId, scope: SCOPE }],
])('%s answers the challenge of Power BI', async (_who, identity) => {
  const { sandbox, authenticator, expectAccepted } = await bench();
  const { interaction, seen } = person(ada);
  const tokens = authenticator({ interaction });
  sandbox.admin.setFault('insufficient-claims');
  const refused = await tokens.acquireToken(identity);
  const path = '/admin/groups?$top=1';
  const { status, headers } = await fetch(`${sandbox.url}/v1.0/myorg${path}`, {
    headers: { authorization: `Bearer ${refused.token}` },
  });
  expect(status).toBe(401);
  const encoded = /claims="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? '';
  const claims = Buffer.from(encoded, 'base64').toString();
  await expectAccepted(await tokens.acquireToken(identity, { insteadOf: refused.token, claims }), path);
  expect(seen.codes.length).toBeLessThan(2);
});
