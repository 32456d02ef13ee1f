import type { ProxyOptions } from '@waybill/rest';

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const;

/** The proxy that the environment variables name, if any. */
export function proxyOf(env: NodeJS.ProcessEnv): string | undefined {
  return PROXY_VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

/** Through the proxy of HTTPS_PROXY and HTTP_PROXY, past it for what NO_PROXY lists. */
export function proxyOptionsOf(env: NodeJS.ProcessEnv): ProxyOptions | undefined {
  if (proxyOf(env) === undefined) return undefined;
  return {
    httpsProxy: env.https_proxy ?? env.HTTPS_PROXY,
    httpProxy: env.http_proxy ?? env.HTTP_PROXY,
    noProxy: env.no_proxy ?? env.NO_PROXY,
  };
}
