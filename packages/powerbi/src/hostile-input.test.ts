import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Claims } from './claims.ts';
import { clouds } from './clouds.ts';
import { credentialShape } from './credential-shape.ts';
import { diagnose, isTokenRefused } from './diagnose.ts';
import { explainToken } from './explain-token.ts';
import { findOperation, loadOperations, searchOperations } from './operations/find-operation.ts';
import { readRefusal } from './refusal.ts';

// Responses and tokens come from elsewhere: whatever is in them, reading them must not fail.

const operations = await loadOperations();
const names = ['aud', 'iss', 'tid', 'scp', 'roles', 'upn', 'idp', 'exp', 'nbf', 'amr', 'wids', 'appid', 'ver', 'nonce'];
const value = fc.oneof(fc.jsonValue(), fc.constantFrom('https://analysis.windows.net/powerbi/api', '2.0', 1e308, -1));
const claims: fc.Arbitrary<Claims> = fc.oneof(
  fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value),
  fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }),
);
const errorBody = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record(
      {
        error: fc.oneof(
          fc.string(),
          fc.dictionary(fc.constantFrom('code', 'message', 'pbi.error', 'details'), fc.jsonValue()),
        ),
      },
      { requiredKeys: [] },
    )
    .map((body) => JSON.stringify(body)),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'x-powerbi-error-info',
    'x-powerbi-error-details',
    'www-authenticate',
    'retry-after',
    'date',
    'requestid',
  ),
  fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((text) => `Bearer error="insufficient_claims", claims="${text}"`),
  ),
);
const evidence = fc.record(
  {
    method: fc.oneof(fc.constantFrom('GET', 'POST', 'get'), fc.string()),
    url: fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.webPath().map((path) => `https://api.powerbi.com/v1.0/myorg${path}`),
    ),
    status: fc.oneof(fc.constantFrom(200, 307, 400, 401, 403, 404, 429, 500), fc.integer()),
    headers,
    body: errorBody,
    claims: fc.option(claims, { nil: undefined }),
    operation: fc.option(fc.constantFrom(...operations), { nil: undefined }),
    cloud: fc.option(fc.constantFrom(...Object.values(clouds)), { nil: undefined }),
    tenantId: fc.option(fc.string(), { nil: undefined }),
    datasetIsRls: fc.option(fc.boolean(), { nil: undefined }),
  },
  { requiredKeys: ['method', 'url', 'status', 'headers', 'body'] },
);

test('any response can be diagnosed', () => {
  fc.assert(
    fc.property(evidence, (each) => {
      readRefusal(each);
      isTokenRefused(each);
      const diagnoses = diagnose(each);
      expect(diagnoses.length).toBeLessThanOrEqual(3);
      for (const { cause, remedy } of diagnoses) expect(`${cause}${remedy}`).not.toMatch(/\[object|NaN/);
    }),
    { numRuns: 1000 },
  );
});

test('any claims can be explained', () => {
  fc.assert(
    fc.property(claims, fc.option(fc.constantFrom(...operations), { nil: undefined }), (each, operation) => {
      const { summary, findings } = explainToken(each, { operation, cloud: clouds.public });
      expect(['delegated', 'app-only', 'id-token']).toContain(summary.kind);
      expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    }),
    { numRuns: 1000 },
  );
});

test('any path and any text can be looked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.oneof(fc.string(), fc.webUrl(), fc.webPath()), async (method, text) => {
      await findOperation(method, text);
      await searchOperations(text);
      credentialShape(text);
    }),
  );
});

test('a long path takes no long time', async () => {
  const started = performance.now();
  await findOperation('GET', `/availableFeatures(featureName='${"'".repeat(100_000)}`);
  await findOperation('GET', '/'.repeat(100_000));
  await findOperation('GET', '/v1.0'.repeat(20_000));
  readRefusal({ headers: { 'www-authenticate': 'a="'.repeat(30_000) }, body: '' });
  expect(performance.now() - started).toBeLessThan(1000);
});
