import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { measured } from './connection.ts';

/** How connections are made. */
export interface DispatcherOptions {
  /** The proxies to go through, if any. */
  readonly proxy?: ProxyOptions | undefined;
}

export interface ProxyOptions {
  /** URL of the proxy for `http` requests, and for `https` ones without one of their own. */
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  /** Hosts to reach without a proxy, as NO_PROXY lists them. */
  readonly noProxy?: string | undefined;
}

/** Opens connections, keeps them for later requests, and measures how long opening took. */
export function createDispatcher({ proxy }: DispatcherOptions = {}): Dispatcher {
  const tls = { allowH2: false };
  const connect = measured(buildConnector(tls));
  if (proxy === undefined) return new Agent({ connect });
  const { httpProxy, httpsProxy, noProxy } = proxy;
  return new EnvHttpProxyAgent({
    connect,
    requestTls: tls,
    ...(httpProxy === undefined ? {} : { httpProxy }),
    ...(httpsProxy === undefined ? {} : { httpsProxy }),
    ...(noProxy === undefined ? {} : { noProxy }),
  });
}
