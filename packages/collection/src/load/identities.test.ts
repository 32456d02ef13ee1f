import { expect, expectTypeOf, test } from 'vitest';
import type { IdentityDefinition } from '../index.ts';
import { FLOW_NAMES } from '../schema/identity-schemas.ts';
import { readEnvironment } from './environment.ts';

const file = '/work/environments/test.yaml';

function read(identities: string) {
  const { environment, problems } = readEnvironment(file, `identities:\n  it: ${identities}\n`);
  return { identity: environment.identities.it, problems: problems.map(({ message }) => message) };
}

test('the type of an identity follows from its flow and endpoint', () => {
  const check = (identity: IdentityDefinition) => {
    if (identity.flow === 'client-secret') expectTypeOf(identity.clientSecret).toEqualTypeOf<string>();
    else if (identity.flow !== 'password') return;
    else if (identity.endpoint === 'v1') expectTypeOf(identity.resource).toEqualTypeOf<string>();
    else expectTypeOf(identity.scope).toEqualTypeOf<string>();
  };
  expectTypeOf(check).toBeFunction();
});

/** One of each flow, with everything it may have. */
const EXAMPLES: readonly string[] = [
  'flow: authorization-code, tenantId: t, clientId: c, scope: s, clientSecret: x, redirectPort: 5000, loginHint: u, prompt: login',
  'flow: azure-cli, scope: s, tenantId: t',
  'flow: azure-cli, scope: s, subscription: Pay as you go',
  'flow: client-certificate, tenantId: t, clientId: c, scope: s, certificate: "{{ pem }}", passphrase: p',
  'flow: client-certificate, tenantId: t, clientId: c, scope: s, certificateFile: /c.pfx, sendCertificateChain: true',
  'flow: client-secret, tenantId: t, clientId: c, clientSecret: x, scope: s',
  'flow: default, scope: s, tenantId: t, clientId: c',
  'flow: device-code, tenantId: t, clientId: c, scope: s, allowedHosts: [api.powerbi.com]',
  'flow: managed-identity, scope: s, clientId: c',
  'flow: managed-identity, scope: s, objectId: o',
  'flow: managed-identity, scope: s, resourceId: r',
  'flow: oauth2, grant: client-credentials, issuer: i, clientId: c, clientSecret: x, clientAuthentication: post, audience: a',
  'flow: oauth2, grant: authorization-code, tokenUrl: t, authorizationUrl: a, clientId: c, redirectPort: 5000',
  'flow: oauth2, grant: device-code, tokenUrl: t, deviceAuthorizationUrl: d, clientId: c, scope: s',
  'flow: oauth2, grant: password, tokenUrl: t, clientId: c, username: u, password: p',
  'flow: oauth2, grant: refresh-token, tokenUrl: t, clientId: c, refreshToken: r',
  'flow: on-behalf-of, tenantId: t, clientId: c, clientSecret: x, assertion: a, scope: s',
  'flow: password, tenantId: t, clientId: c, username: u, password: p, scope: s',
  'flow: refresh-token, tenantId: t, clientId: c, refreshToken: r, scope: s',
  'flow: token, token: "{{ pasted }}"',
  'flow: workload-federation, tenantId: t, clientId: c, scope: s, source: azure-pipelines, serviceConnectionId: x',
  'flow: workload-federation, tenantId: t, clientId: c, scope: s, source: github, audience: a',
];

test.each(EXAMPLES)('{ %s }', (example) => {
  const { identity, problems } = read(`{ ${example} }`);
  expect(problems).toEqual([]);
  expect(identity).toMatchObject({ flow: /^flow: ([^,]+)/.exec(example)?.[1] });
});

test('no flow is left without an example', () => {
  const shown = new Set(EXAMPLES.map((example) => /^flow: ([^,]+)/.exec(example)?.[1]));
  expect(FLOW_NAMES.filter((flow) => !shown.has(flow))).toEqual([]);
});

test.each([
  ['flow: client-certificate, tenantId: t, clientId: c, scope: s', /`certificateFile` is missing/],
  [
    'flow: workload-federation, tenantId: t, clientId: c, scope: s, source: gitlab',
    /`source` must be `file` or `github`/,
  ],
  ['flow: oauth2, grant: implicit, clientId: c', /`grant` must be `client-credentials` or/],
  [
    'flow: authorization-code, tenantId: t, clientId: c, scope: s, redirectPort: [1]',
    /`redirectPort` must be a number/,
  ],
  ['flow: managed-identity', /`scope` is missing/],
  ['flow: token', /`token` is missing/],
])('{ %s } is a mistake', (example, message) => {
  const { problems } = read(`{ ${example} }`);
  expect(problems).toEqual([expect.stringMatching(message)]);
});

test('paths begin in the folder of the environment, unless a template says where', () => {
  const app = 'tenantId: t, clientId: c, scope: s';
  expect(read(`{ flow: client-certificate, ${app}, certificateFile: ../app.pem }`).identity).toMatchObject({
    certificateFile: '/work/app.pem',
  });
  expect(read(`{ flow: client-certificate, ${app}, certificateFile: "{{ env.PEM }}" }`).identity).toMatchObject({
    certificateFile: '{{ env.PEM }}',
  });
  expect(read(`{ flow: workload-federation, ${app}, source: file, tokenFile: token }`).identity).toMatchObject({
    tokenFile: '/work/environments/token',
  });
});
