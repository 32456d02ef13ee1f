import { describe, expect, test } from 'vitest';
import { aadsts, type ClientSecretIdentity } from './index.ts';
import { bench, SCOPE, smokeApp, tenantId } from './testing/sandbox-bench.ts';

const identity: ClientSecretIdentity = {
  flow: 'client-secret',
  tenantId,
  clientId: smokeApp.clientId,
  clientSecret: smokeApp.secret,
  scope: SCOPE,
};

describe('every number of the catalogue is explained when Entra answers with it', () => {
  test.each(Object.entries(aadsts))('AADSTS%s', async (number, { meaning, remedy }) => {
    const { sandbox, authenticator } = await bench();
    sandbox.admin.setFault('entra-error', { code: Number(number) });
    await expect(authenticator().acquireToken(identity)).rejects.toMatchObject({
      code: 'ERR_AUTH_REFUSED',
      message: `${meaning} (AADSTS${number})`,
      hint: remedy,
      details: {
        aadstsCode: Number(number),
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
      },
    });
  });
});
