import { type Context, Hono } from 'hono';
import { EntraError } from './entra-error.ts';
import { messagePage, PAGE_HEADERS, signInPage } from './pages.ts';
import { originOf, readTokenRequest } from './read-token-request.ts';
import type { EndpointVersion, EntraState } from './token-request.ts';
import { requestedByUser } from './user-tokens.ts';

/** Where a device gets its code, and where its user confirms it (RFC 8628). */
export function deviceRouter(state: EntraState): Hono {
  const router = new Hono();
  router.post('/:tenant/oauth2/devicecode', (context) => answerDeviceCode(context, 'v1', state));
  router.post('/:tenant/oauth2/v2.0/devicecode', (context) => answerDeviceCode(context, 'v2', state));
  router.get('/devicelogin', (context) => context.html(form(context.req.query('user_code')), 200, PAGE_HEADERS));
  router.post('/devicelogin', async (context) => {
    const fields = new URLSearchParams(await context.req.text());
    try {
      const { title, message } = decide(fields, state);
      return context.html(messagePage(title, message), 200, PAGE_HEADERS);
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      const page = form(fields.get('user_code') ?? '', fields.get('username') ?? '', error.message);
      return context.html(page, 400, PAGE_HEADERS);
    }
  });
  return router;
}

async function answerDeviceCode(context: Context, version: EndpointVersion, state: EntraState): Promise<Response> {
  const request = await readTokenRequest(context, version, state);
  const { intervalSeconds, lifetimeSeconds } = state.deviceCodes;
  const { userCode, deviceCode } = state.deviceCodes.issue(request.app.clientId, requestedByUser(request, state));
  const page = `${originOf(context)}/devicelogin`;
  return context.json({
    user_code: userCode,
    device_code: deviceCode,
    // v1 is older than the standard and has a name of its own for the address.
    [version === 'v1' ? 'verification_url' : 'verification_uri']: page,
    expires_in: version === 'v1' ? String(lifetimeSeconds) : lifetimeSeconds,
    interval: version === 'v1' ? String(intervalSeconds) : intervalSeconds,
    message: `To sign in, open ${page} and enter the code ${userCode}.`,
  });
}

function form(userCode = '', userName?: string, error?: string) {
  return signInPage({ title: 'Sign in on another device', userCode, userName, error, approve: 'Confirm' });
}

function decide(
  fields: URLSearchParams,
  { deviceCodes, directory }: EntraState,
): { readonly title: string; readonly message: string } {
  const authorization = deviceCodes.undecided(fields.get('user_code') ?? '');
  if (authorization === undefined) throw new EntraError(70018);
  if (fields.get('action') === 'decline') {
    authorization.decision = 'declined';
    return { title: 'Declined', message: 'The device gets nothing.' };
  }
  const user = directory.signIn(fields.get('username') ?? '', fields.get('password') ?? '');
  authorization.decision = { approvedBy: user };
  return { title: 'Signed in', message: 'You may close this window and go back to the device.' };
}
