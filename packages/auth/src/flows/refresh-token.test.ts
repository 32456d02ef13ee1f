import { expect, test } from 'vitest';
import type { RefreshTokenIdentity, StoredTokens } from '../index.ts';
import { MemoryTokenStore } from '../memory-token-store.ts';
import { person } from '../testing/person.ts';
import { ada, bench, publicApp, SCOPE, tenantId } from '../testing/sandbox-bench.ts';

const identity: Omit<RefreshTokenIdentity, 'refreshToken'> = {
  flow: 'refresh-token',
  tenantId,
  clientId: publicApp.clientId,
  scope: SCOPE,
};

/** Signs in elsewhere, and takes the refresh token from there. */
async function withRefreshToken() {
  const sandbox = await bench();
  const saved: StoredTokens[] = [];
  class Watched extends MemoryTokenStore {
    override async save(key: string, tokens: StoredTokens): Promise<void> {
      saved.push(tokens);
      await super.save(key, tokens);
    }
  }
  const store = new Watched();
  await sandbox
    .authenticator({ store, interaction: person(ada).interaction })
    .acquireToken({ ...identity, flow: 'device-code' });
  return { ...sandbox, store, saved, refreshToken: saved[0]?.refreshToken ?? '' };
}

test('a refresh token from elsewhere signs a user in, and Power BI takes the token', async () => {
  const { authenticator, expectAccepted, refreshToken, redactor } = await withRefreshToken();
  expect(redactor.redact(refreshToken)).toBe('***');
  const token = await authenticator().acquireToken({ ...identity, refreshToken });
  await expectAccepted(token);
  expect(token).toMatchObject({ flow: 'refresh-token', account: ada.userPrincipalName });
});

test('the token it was exchanged for is used next', async () => {
  const { authenticator, expectAccepted, refreshToken, store, saved } = await withRefreshToken();
  const tokens = authenticator({ store });
  const { token: insteadOf } = await tokens.acquireToken({ ...identity, refreshToken });
  expect(saved[1]?.refreshToken).not.toBe(refreshToken);
  await expectAccepted(await tokens.acquireToken({ ...identity, refreshToken }, { insteadOf }));
});

test('a refresh token that is none is refused', async () => {
  const { authenticator } = await bench();
  await expect(authenticator().acquireToken({ ...identity, refreshToken: 'x' })).rejects.toMatchObject({
    code: 'ERR_AUTH_REFUSED',
    details: { error: 'invalid_grant' },
  });
});
