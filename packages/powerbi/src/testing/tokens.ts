import type { Claims } from '../claims.ts';

// Claims as Entra puts them into tokens, with invented ids.

export const NOW = new Date('2026-11-24T12:00:00Z');
export const NOW_SECONDS: number = NOW.getTime() / 1000;
export const TENANT = '11111111-aaaa-4bbb-8ccc-000000000001';
export const OTHER_TENANT = '22222222-aaaa-4bbb-8ccc-000000000002';
export const CLIENT = '33333333-aaaa-4bbb-8ccc-000000000003';
export const WORKSPACE = '44444444-aaaa-4bbb-8ccc-000000000004';

const COMMON: Claims = {
  aud: 'https://analysis.windows.net/powerbi/api',
  iss: `https://sts.windows.net/${TENANT}/`,
  idp: `https://sts.windows.net/${TENANT}/`,
  iat: NOW_SECONDS - 600,
  nbf: NOW_SECONDS - 600,
  exp: NOW_SECONDS + 3000,
  appid: CLIENT,
  tid: TENANT,
  ver: '1.0',
};

/** A token of a user who signed in with a second factor. */
export function userClaims(more: Claims = {}): Claims {
  return {
    ...COMMON,
    scp: 'Dataset.ReadWrite.All Workspace.ReadWrite.All',
    upn: 'ada@contoso.com',
    amr: ['pwd', 'mfa'],
    ...more,
  };
}

/** A token of an app itself. */
export function appClaims(more: Claims = {}): Claims {
  return { ...COMMON, oid: '55555555-aaaa-4bbb-8ccc-000000000005', ...more };
}

export function idTokenClaims(): Claims {
  return {
    aud: CLIENT,
    iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    exp: NOW_SECONDS + 3000,
    nonce: 'n',
    preferred_username: 'ada@contoso.com',
    tid: TENANT,
    ver: '2.0',
  };
}
