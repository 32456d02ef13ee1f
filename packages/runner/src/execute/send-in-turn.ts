import type { RequestDefinition } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import type { HttpRequest, HttpResponse } from '@waybill/rest';
import { systemClock } from '../clock.ts';
import type { ExecutionContext } from './execution-context.ts';
import type { RateWait } from './rate-limiter.ts';

/** Keeping a distance is how a limit works; only a wait longer than this is one for the service. */
const LONG_WAIT_MS = 5_000;

/**
 * Sends a request as soon as the rate limits of the environment allow it.
 *
 * @throws {WaybillError} ERR_RATE_LIMIT when that is later than the run may wait, and what the client throws
 */
export async function sendInTurn(
  sent: HttpRequest,
  origin: RequestDefinition,
  { services, budget, signal, onWait }: ExecutionContext,
): Promise<HttpResponse> {
  const { client, rateLimiter, clock = systemClock } = services;
  for (;;) {
    const wait = rateLimiter?.start(sent, clock.now());
    if (wait === undefined) return client.send(sent, origin);
    if (wait.waitMs > LONG_WAIT_MS && !budget.take(wait.waitMs, clock.now())) throw tooLong(wait);
    onWait(wait);
    await clock.pause(wait.waitMs, signal);
  }
}

function tooLong({ reason, waitMs }: RateWait): WaybillError {
  const message = `The rate limit is reached: ${reason}. There is room again in ${Math.ceil(waitMs / 1000)} s.`;
  return new WaybillError('ERR_RATE_LIMIT', message, {
    hint: 'That is longer than this run may still wait: run again later, allow more with --max-wait, or raise `rateLimits` of the environment.',
  });
}
