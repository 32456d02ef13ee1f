import { randomBytes, randomInt } from 'node:crypto';
import type { SandboxUser } from '../seed.ts';
import { EntraError } from './entra-error.ts';
import type { RequestedScopes } from './resources.ts';

/** No vowels, and nothing that looks like something else. */
const USER_CODE_ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ23456789';
const USER_CODE_LENGTH = 9;

/** What a timer may ring early without being called impatient. */
const TOLERANCE = 0.9;

/** A device that waits for a user to confirm (RFC 8628). */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly requested: RequestedScopes;
  readonly expiresMs: number;
  lastPollMs?: number;
  decision?: { readonly approvedBy: SandboxUser } | 'declined';
}

/** Device codes that were given out. */
export class DeviceCodes {
  readonly intervalSeconds: number;
  readonly lifetimeSeconds: number;
  readonly #byDeviceCode = new Map<string, DeviceAuthorization>();

  constructor(intervalSeconds: number, lifetimeSeconds: number) {
    this.intervalSeconds = intervalSeconds;
    this.lifetimeSeconds = lifetimeSeconds;
  }

  issue(clientId: string, requested: RequestedScopes): DeviceAuthorization {
    const authorization = {
      deviceCode: randomBytes(48).toString('base64url'),
      userCode: newUserCode(),
      clientId,
      requested,
      expiresMs: Date.now() + this.lifetimeSeconds * 1000,
    };
    this.#byDeviceCode.set(authorization.deviceCode, authorization);
    return authorization;
  }

  /** The authorization a user may still decide on. */
  undecided(userCode: string): DeviceAuthorization | undefined {
    const code = userCode.replaceAll(/[\s-]/g, '').toUpperCase();
    const all = [...this.#byDeviceCode.values()];
    return all.find((each) => each.userCode === code && each.decision === undefined && Date.now() < each.expiresMs);
  }

  /** What the user decided, once; throws as long as there is no approval. */
  redeem(deviceCode: string, clientId: string): { readonly user: SandboxUser; readonly requested: RequestedScopes } {
    const authorization = this.#byDeviceCode.get(deviceCode);
    if (authorization?.clientId !== clientId) throw new EntraError(70018);
    const { decision, requested, expiresMs } = authorization;
    if (decision === undefined) {
      if (Date.now() >= expiresMs) throw new EntraError(70020);
      throw this.#pending(authorization);
    }
    this.#byDeviceCode.delete(deviceCode);
    if (decision === 'declined') throw new EntraError(65004, '', { error: 'authorization_declined' });
    return { user: decision.approvedBy, requested };
  }

  #pending(authorization: DeviceAuthorization): EntraError {
    const { lastPollMs } = authorization;
    authorization.lastPollMs = Date.now();
    const isTooSoon = lastPollMs !== undefined && Date.now() - lastPollMs < this.intervalSeconds * 1000 * TOLERANCE;
    return isTooSoon ? new EntraError(70016, '', { error: 'slow_down' }) : new EntraError(70016);
  }
}

function newUserCode(): string {
  const letters = Array.from(
    { length: USER_CODE_LENGTH },
    () => USER_CODE_ALPHABET[randomInt(USER_CODE_ALPHABET.length)],
  );
  return letters.join('');
}
