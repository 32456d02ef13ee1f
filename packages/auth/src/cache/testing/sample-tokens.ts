import type { StoredTokens } from '../../token-store.ts';

/** A key of 32 bytes, as base64. */
export const SAMPLE_KEY = Buffer.alloc(32, 'waybill').toString('base64');

/** Tokens that live for an hour and can be told apart by name. */
export function sampleTokens(name: string): StoredTokens {
  const acquiredOn = new Date();
  return {
    accessToken: {
      token: `access-token-of-${name}-`.padEnd(200, 'x'),
      acquiredOn,
      expiresOn: new Date(acquiredOn.getTime() + 3_600_000),
      scopes: ['https://analysis.windows.net/powerbi/api/.default'],
      flow: 'client-secret',
      tenantId: 'contoso.onmicrosoft.com',
      clientId: '11111111-2222-3333-4444-555555555555',
    },
    refreshToken: `refresh-token-of-${name}`,
  };
}
