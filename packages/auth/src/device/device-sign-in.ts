import { setTimeout as delay } from 'node:timers/promises';
import { NetworkError } from '@waybill/errors';
import { AuthError } from '../auth-error.ts';
import type { JsonObject } from '../json-request.ts';
import { cancelled, type FlowContext, interactionOf } from '../sign-in-context.ts';
import { postForm } from '../token-transport.ts';

/** The two endpoints of a device sign-in, and what their forms hold besides the protocol's own fields. */
export interface DeviceSignInOptions {
  readonly flow: string;
  readonly deviceAuthorizationUrl: string;
  readonly tokenUrl: string;
  readonly form: Readonly<Record<string, string | undefined>>;
  /** Client authentication, for both. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
const DEFAULT_INTERVAL_SECONDS = 5;
/** What `slow_down` adds to the interval for good (RFC 8628 section 3.5). */
const SLOW_DOWN_SECONDS = 5;

/**
 * Lets a person sign in on another device (RFC 8628) and returns the token endpoint's answer. Our own, since MSAL gives
 * up on `slow_down` and drops the authority's explanation of a refusal.
 *
 * @throws {AuthError} ERR_AUTH_INTERACTION_REQUIRED, ERR_AUTH_REFUSED, ERR_AUTH_TIMEOUT, ERR_AUTH_CANCELLED
 */
export async function signInWithDevice(options: DeviceSignInOptions, context: FlowContext): Promise<JsonObject> {
  const interaction = interactionOf(context, options.flow);
  const { headers, form, deviceAuthorizationUrl } = options;
  const { signal } = interaction;
  const answer = await postForm(deviceAuthorizationUrl, form, { headers, dispatcher: context.dispatcher, signal });
  const { deviceCode, intervalSeconds, ...shown } = readDeviceAuthorization(answer, deviceAuthorizationUrl);
  context.onSecret(deviceCode);
  interaction.showDeviceCode(shown);
  return poll(options, deviceCode, intervalSeconds, shown.expiresOn, context);
}

function readDeviceAuthorization(answer: JsonObject, url: string) {
  const { device_code: deviceCode, user_code: userCode, verification_uri, verification_url, message } = answer;
  const verificationUri = verification_uri ?? verification_url;
  const expiresInSeconds = Number(answer.expires_in);
  if (
    typeof deviceCode !== 'string' ||
    typeof userCode !== 'string' ||
    typeof verificationUri !== 'string' ||
    !Number.isFinite(expiresInSeconds)
  ) {
    throw new AuthError('ERR_AUTH_RESPONSE_INVALID', `${new URL(url).host} answered without a device code.`, {
      hint: 'Check that the address is a device authorization endpoint.',
    });
  }
  return {
    deviceCode,
    userCode,
    verificationUri,
    expiresOn: new Date(Date.now() + expiresInSeconds * 1000),
    intervalSeconds: Number(answer.interval ?? DEFAULT_INTERVAL_SECONDS),
    message: typeof message === 'string' ? message : `Open ${verificationUri} and enter the code ${userCode}.`,
  };
}

async function poll(
  { tokenUrl, form, headers }: DeviceSignInOptions,
  deviceCode: string,
  initialIntervalSeconds: number,
  expiresOn: Date,
  context: FlowContext,
): Promise<JsonObject> {
  const { dispatcher, interaction } = context;
  const signal = interaction?.signal;
  const fields = { ...form, grant_type: GRANT_TYPE, device_code: deviceCode };
  let intervalSeconds = initialIntervalSeconds;
  while (true) {
    await delay(intervalSeconds * 1000, undefined, { signal }).catch(() => {
      throw cancelled();
    });
    if (Date.now() >= expiresOn.getTime()) throw expired();
    try {
      return await postForm(tokenUrl, fields, { headers, dispatcher, signal });
    } catch (error) {
      const oauthError = error instanceof AuthError ? error.details.error : undefined;
      if (oauthError === 'authorization_pending') continue;
      // A network that fails for a moment must not cost the person who is typing the code.
      if (oauthError !== 'slow_down' && !(error instanceof NetworkError)) throw error;
      intervalSeconds += SLOW_DOWN_SECONDS;
    }
  }
}

function expired(): AuthError {
  return new AuthError('ERR_AUTH_TIMEOUT', 'Nobody entered the device code before it expired.', {
    hint: 'Start the sign-in again and enter the new code in time.',
  });
}
