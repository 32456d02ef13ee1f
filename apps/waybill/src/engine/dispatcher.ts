import { type Dispatcher, EnvHttpProxyAgent } from 'undici';

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const;

/** The proxy that the environment variables name, if any. */
export function proxyOf(env: NodeJS.ProcessEnv): string | undefined {
  return PROXY_VARIABLES.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

/** How connections are made: through the proxy of HTTPS_PROXY and HTTP_PROXY, past it for what NO_PROXY lists. */
export function createDispatcher(env: NodeJS.ProcessEnv): Dispatcher | undefined {
  if (proxyOf(env) === undefined) return undefined;
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy, NO_PROXY, no_proxy } = env;
  const httpsProxy = https_proxy ?? HTTPS_PROXY;
  const httpProxy = http_proxy ?? HTTP_PROXY;
  const noProxy = no_proxy ?? NO_PROXY;
  return new EnvHttpProxyAgent({
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  });
}
