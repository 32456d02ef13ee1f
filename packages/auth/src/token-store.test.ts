import { expect, test } from 'vitest';
import type { DeviceCodeIdentity, Identity, StoredTokens } from './index.ts';
import { MemoryTokenStore } from './memory-token-store.ts';
import { person } from './testing/person.ts';
import { ada, bench, publicApp, SCOPE, smokeApp, tenantId } from './testing/sandbox-bench.ts';

const user: DeviceCodeIdentity = { flow: 'device-code', tenantId, clientId: publicApp.clientId, scope: SCOPE };
const app: Identity = {
  flow: 'client-secret',
  tenantId,
  clientId: smokeApp.clientId,
  clientSecret: smokeApp.secret,
  scope: SCOPE,
};

class OpenStore extends MemoryTokenStore {
  readonly entries = new Map<string, StoredTokens>();

  override async save(key: string, tokens: StoredTokens): Promise<void> {
    this.entries.set(key, tokens);
    await super.save(key, tokens);
  }
}

test('the next process takes the token from the store, and its redactor knows it', async () => {
  const { authenticator, expectAccepted } = await bench();
  const store = new OpenStore();
  const { interaction } = person(ada);
  const first = await authenticator({ store, interaction }).acquireToken(user);
  const { redactor } = await bench();
  const second = await authenticator({ store, redactor }).acquireToken(user);
  expect(second.token).toBe(first.token);
  await expectAccepted(second);
  expect(redactor.redact(second.token)).toBe('***');
  const [stored] = store.entries.values();
  expect(redactor.redact(stored?.refreshToken ?? '')).toBe('***');
});

test('a token that is near its end is renewed without the user', async () => {
  const { authenticator, expectAccepted } = await bench();
  const store = new OpenStore();
  const first = await authenticator({ store, interaction: person(ada).interaction }).acquireToken(user);
  const [[key, tokens] = []] = store.entries;
  if (key === undefined || tokens === undefined) throw new Error('nothing was stored');
  await store.save(key, { ...tokens, accessToken: { ...tokens.accessToken, expiresOn: new Date() } });
  const second = await authenticator({ store }).acquireToken(user);
  expect(second.token).not.toBe(first.token);
  await expectAccepted(second);
});

test('a refresh token that is refused leads back to the user, with the reason', async () => {
  const { authenticator } = await bench();
  const store = new OpenStore();
  const { interaction, seen } = person(ada);
  await authenticator({ store, interaction }).acquireToken(user);
  const [[key, tokens] = []] = store.entries;
  if (key === undefined || tokens === undefined) throw new Error('nothing was stored');
  const revoked = { accessToken: { ...tokens.accessToken, expiresOn: new Date() }, refreshToken: 'revoked' };
  await store.save(key, revoked);
  await expect(authenticator({ store }).acquireToken(user)).rejects.toMatchObject({
    code: 'ERR_AUTH_INTERACTION_REQUIRED',
    message: expect.stringMatching(/nobody can be asked here\. .*AADSTS/),
  });
  await authenticator({ store, interaction }).acquireToken(user);
  expect(seen.codes).toHaveLength(2);
});

test('forgetting an identity empties the store', async () => {
  const { authenticator } = await bench();
  const store = new OpenStore();
  const tokens = authenticator({ store });
  const first = await tokens.acquireToken(app);
  await tokens.forget(app);
  expect((await tokens.acquireToken(app)).token).not.toBe(first.token);
});

test('what is kept can be looked at without a sign-in', async () => {
  const { authenticator } = await bench();
  const store = new OpenStore();
  const tokens = authenticator({ store });
  expect(await tokens.keptToken(app)).toBeUndefined();
  const pasted: Identity = { flow: 'token', token: 'opaque' };
  expect(await tokens.keptToken(pasted)).toBeUndefined();
  const { token } = await tokens.acquireToken(app);
  await tokens.acquireToken(pasted);
  const { redactor } = await bench();
  const next = authenticator({ store, redactor });
  expect(await next.keptToken(app)).toMatchObject({ token });
  expect(redactor.redact(token)).toBe('***');
  expect(await tokens.keptToken(pasted)).toMatchObject({ token: 'opaque' });
  expect(await next.keptToken(pasted)).toBeUndefined();
});

test('the key holds no secret', async () => {
  const { authenticator } = await bench();
  const store = new OpenStore();
  await authenticator({ store }).acquireToken(app);
  const [key] = store.entries.keys();
  expect(key).toContain(smokeApp.clientId);
  expect(key).not.toContain(smokeApp.secret);
});

test('what others keep is not stored', async () => {
  const { authenticator } = await bench();
  const store = new OpenStore();
  await authenticator({ store }).acquireToken({ flow: 'token', token: 'opaque' });
  expect(store.entries.size).toBe(0);
});
