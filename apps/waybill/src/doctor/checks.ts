import { certificateExpiry, decodeJwt } from '@waybill/auth';
import { explainToken, findOperation } from '@waybill/powerbi';
import { PASSWORD_WARNING } from '../engine/password-warning.ts';
import { proxyOf } from '../engine/proxy.ts';
import type { Check, Finding, Patient } from './check.ts';

/** Everything between a command and a first answer of Power BI, in the order in which it can go wrong. */
export const CHECKS: readonly Check[] = [
  {
    title: 'TLS and proxy settings',
    needs: [],
    run: async ({ env }) => {
      if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
        const detail = 'NODE_TLS_REJECT_UNAUTHORIZED=0: certificates are not checked, so anybody can read the tokens.';
        return {
          status: 'failed',
          detail,
          remedy:
            'Unset it, and name the missing root certificate in `tls.ca` of the environment or in NODE_EXTRA_CA_CERTS.',
        };
      }
      const proxy = proxyOf(env);
      return ok(proxy === undefined ? 'No proxy is set.' : `Requests go through ${new URL(proxy).host}.`);
    },
  },
  {
    title: 'Authority',
    needs: [],
    run: async (patient) => {
      const { authorityUrl } = patient.engine.cloud;
      const tenant = tenantOf(patient);
      const url = `${authorityUrl}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
      const startMs = patient.now();
      const response = await patient.engine.services.client.send({
        method: 'GET',
        url,
        headers: {},
        timeoutMs: 15_000,
      });
      const serverMs = Date.parse(response.headers.date ?? '');
      if (Number.isFinite(serverMs)) patient.clockSkewMs = (startMs + patient.now()) / 2 - serverMs;
      if (response.status === 200) return ok(`${authorityUrl} knows the tenant ${tenant}.`);
      return failed(
        `${authorityUrl} does not know the tenant ${tenant} (HTTP ${response.status}).`,
        'Check tenantId for a typing error, and that `cloud` is the one the tenant lives in.',
      );
    },
  },
  {
    title: 'Clock',
    needs: ['Authority'],
    run: async ({ clockSkewMs }) => {
      if (clockSkewMs === undefined) return { status: 'warning', detail: 'The authority did not say what time it is.' };
      const seconds = Math.round(clockSkewMs / 1000);
      const detail = `This machine is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} the authority.`;
      if (Math.abs(seconds) < 60) return ok(detail);
      const remedy = 'Set the clock, or switch on time synchronisation: tokens and assertions carry times.';
      return { status: Math.abs(seconds) < 300 ? 'warning' : 'failed', detail, remedy };
    },
  },
  {
    title: 'Power BI host',
    needs: [],
    run: async ({ engine }) => {
      const url = `${engine.cloud.apiUrl}/v1.0/myorg/groups`;
      const { status } = await engine.services.client.send({ method: 'GET', url, headers: {}, timeoutMs: 15_000 });
      return ok(`${engine.cloud.apiUrl} answers (HTTP ${status} without a token, as it should).`);
    },
  },
  {
    title: 'Identity and secrets',
    needs: [],
    run: async (patient) => {
      patient.identity = patient.engine.tokens.identity(patient.identityName);
      const detail = `${patient.identityName} signs in by ${patient.identity.flow}; its secrets are there.`;
      return patient.identity.flow === 'password'
        ? { status: 'warning', detail, remedy: PASSWORD_WARNING }
        : ok(detail);
    },
  },
  {
    title: 'Sign-in',
    needs: ['Authority', 'Identity and secrets'],
    run: async (patient) => {
      patient.token = await patient.engine.tokens.acquire(patient.identityName);
      const minutes = Math.round((patient.token.expiresOn.getTime() - patient.now()) / 60_000);
      return ok(`A token was issued; it is good for ${minutes} min.`);
    },
  },
  {
    title: 'Token',
    needs: ['Sign-in'],
    run: async ({ engine, token, now }) => {
      const claims = token && decodeJwt(token.token)?.claims;
      if (claims === undefined)
        return { status: 'warning', detail: 'The token is opaque: nothing can be read from it.' };
      const { operation } = (await findOperation('GET', '/groups')) ?? {};
      const { summary, findings } = explainToken(claims, { operation, cloud: engine.cloud, now: new Date(now()) });
      // What is merely possible is for `auth explain` to tell.
      const finding = findings.find(({ certainty }) => certainty !== 'possible');
      if (finding !== undefined) {
        const { certainty, cause, remedy } = finding;
        return { status: certainty === 'certain' ? 'failed' : 'warning', detail: cause, remedy };
      }
      const granted = [...summary.scopes, ...summary.roles].join(' ');
      return ok(`${summary.kind}, for ${summary.audienceName}${granted === '' ? '' : `, with ${granted}`}.`);
    },
  },
  {
    title: 'Certificate',
    needs: ['Identity and secrets'],
    run: async ({ identity, now }) => {
      const expiresOn = identity?.flow === 'client-certificate' ? await certificateExpiry(identity) : undefined;
      if (expiresOn === undefined) return ok('The identity uses no certificate.');
      const days = Math.floor((expiresOn.getTime() - now()) / 86_400_000);
      const detail = `The certificate expires on ${expiresOn.toISOString().slice(0, 10)}, in ${days} days.`;
      if (days > 30) return ok(detail);
      const remedy = 'Make a new one, and upload it to the app registration before the old one expires.';
      return { status: days < 0 ? 'failed' : 'warning', detail, remedy };
    },
  },
  {
    title: 'First call',
    needs: ['Power BI host', 'Sign-in'],
    run: async ({ engine, identityName }) => {
      const url = `${engine.cloud.apiUrl}/v1.0/myorg/groups?$top=1`;
      const tokenProvider = engine.services.tokenProvider(identityName);
      const response = await engine.services.client.send({
        method: 'GET',
        url,
        headers: {},
        tokenProvider,
        timeoutMs: 30_000,
      });
      if (response.status === 200) {
        const { value } = response.body.json() as { value?: readonly unknown[] };
        if (value?.length !== 0) return ok('GET /groups is answered.');
        const detail = 'GET /groups is answered with an empty list: the identity is in no workspace.';
        return {
          status: 'warning',
          detail,
          remedy: 'Add it to a workspace, or wait a quarter of an hour after you did.',
        };
      }
      const [likely] = (await engine.services.explain?.(response)) ?? [];
      const detail = `GET /groups is refused with ${response.status}: ${likely?.cause ?? 'no reason is given.'}`;
      return failed(detail, likely?.remedy ?? 'Show the answer with `waybill send`.');
    },
  },
];

/** The tenant whose metadata to ask for; an identity that names none is looked up where everybody is. */
function tenantOf({ engine, identityName }: Patient): string {
  try {
    const identity = engine.tokens.identity(identityName);
    return ('tenantId' in identity && identity.tenantId) || 'common';
  } catch {
    // What is wrong with the identity is for its own check to say.
    return 'common';
  }
}

function ok(detail: string): Finding {
  return { status: 'ok', detail };
}

function failed(detail: string, remedy: string): Finding {
  return { status: 'failed', detail, remedy };
}
