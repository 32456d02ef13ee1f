import { Redactor } from '@waybill/redaction';
import { serve } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';
import { Authenticator, type DeviceCode, type DeviceCodeIdentity, type Interaction } from '../index.ts';
import { person } from '../testing/person.ts';
import { ada, bench, publicApp, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const identity: DeviceCodeIdentity = { flow: 'device-code', tenantId, clientId: publicApp.clientId, scope: SCOPE };

test('signs a user in on another device, and Power BI takes the token', async () => {
  const { authenticator, expectAccepted } = await bench();
  const { interaction, seen } = person(ada);
  const token = await authenticator({ interaction }).acquireToken(identity);
  await expectAccepted(token);
  expect(token).toMatchObject({ flow: 'device-code', account: ada.userPrincipalName, tenantId });
  const [code] = seen.codes;
  expect(code?.message).toContain(code?.userCode);
  expect(code?.expiresOn.getTime()).toBeGreaterThan(Date.now());
  expect(Object.keys(code ?? {}).sort()).toEqual(['expiresOn', 'message', 'userCode', 'verificationUri']);
});

test('renews the token without the user', async () => {
  const { authenticator, expectAccepted } = await bench();
  const { interaction, seen } = person(ada);
  const tokens = authenticator({ interaction });
  const { token: insteadOf } = await tokens.acquireToken(identity);
  await expectAccepted(await tokens.acquireToken(identity, { insteadOf }));
  expect(seen.codes).toHaveLength(1);
});

test('keeps the number and the remedy when the app may not use it', async () => {
  const { authenticator } = await bench();
  const refused = authenticator({ interaction: person(ada).interaction }).acquireToken({
    ...identity,
    clientId: smokeApp.clientId,
  });
  await expect(refused).rejects.toMatchObject({
    code: 'ERR_AUTH_REFUSED',
    details: { aadstsCode: 7000218 },
    hint: expect.stringContaining('Allow public client flows'),
  });
});

test('says that the user declined', async () => {
  const { authenticator } = await bench();
  const { interaction } = person({ ...ada, declines: true });
  await expect(authenticator({ interaction }).acquireToken(identity)).rejects.toMatchObject({
    details: { error: 'authorization_declined' },
  });
});

test('stops when the code expires', async () => {
  const { authenticator } = await bench({ deviceCodeLifetimeSeconds: 0 });
  const idle: Interaction = { showSignInUrl: () => undefined, showDeviceCode: () => undefined };
  await expect(authenticator({ interaction: idle }).acquireToken(identity)).rejects.toMatchObject({
    code: 'ERR_AUTH_TIMEOUT',
  });
});

test('needs a person', async () => {
  const { authenticator } = await bench();
  await expect(authenticator().acquireToken(identity)).rejects.toMatchObject({
    code: 'ERR_AUTH_INTERACTION_REQUIRED',
  });
});

describe('an authority', () => {
  const DEVICE = { device_code: 'device-secret', user_code: 'ABC', verification_uri: 'https://v', expires_in: 900 };
  const TOKEN = { access_token: 'opaque', token_type: 'Bearer', expires_in: 3600 };

  /** Answers the polls with these, one after another. */
  async function authority(polls: readonly (object | 'drop')[], device: object = { ...DEVICE, interval: 0 }) {
    const times: number[] = [];
    const authorityUrl = await serve((request, response) => {
      if (request.url?.endsWith('/devicecode')) return response.end(JSON.stringify(device));
      const answer = polls[Math.min(times.push(Date.now()) - 1, polls.length - 1)];
      if (answer === 'drop') return request.socket.destroy();
      return response.writeHead(answer && 'error' in answer ? 400 : 200).end(JSON.stringify(answer));
    });
    const controller = new AbortController();
    const shown: DeviceCode[] = [];
    const interaction = {
      showSignInUrl: () => undefined,
      showDeviceCode: (code: DeviceCode) => void shown.push(code),
      signal: controller.signal,
    };
    const redactor = new Redactor();
    const token = () => new Authenticator({ authorityUrl, redactor, interaction }).acquireToken(identity);
    return { token, times, controller, shown, redactor };
  }

  test('that asks to slow down gets its way', async () => {
    const { token, times } = await authority([{ error: 'slow_down' }, TOKEN]);
    expect((await token()).token).toBe('opaque');
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(4900);
  }, 10_000);

  test('is polled until it knows, and its device code is a secret', async () => {
    const pending = { error: 'authorization_pending' };
    const { token, times, shown, redactor } = await authority([pending, pending, TOKEN]);
    await token();
    expect(times).toHaveLength(3);
    expect(shown[0]?.message).toBe('Open https://v and enter the code ABC.');
    expect(redactor.redact('device-secret')).toBe('***');
  });

  test('can be left', async () => {
    const { token, controller, times } = await authority([{ error: 'authorization_pending' }]);
    const waiting = token();
    await expect.poll(() => times.length).toBeGreaterThan(1);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_AUTH_CANCELLED' });
  });

  test('that gives no device code is not polled', async () => {
    const { token, times } = await authority([TOKEN], { user_code: 'ABC' });
    await expect(token()).rejects.toMatchObject({ code: 'ERR_AUTH_RESPONSE_INVALID' });
    expect(times).toHaveLength(0);
  });
});
