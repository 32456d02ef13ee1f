import type { SecureContext } from 'node:tls';
import { Agent, buildConnector, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { measured } from './connection.ts';

/** How connections are made. */
export interface DispatcherOptions {
  /** The proxies to go through, if any. */
  readonly proxy?: ProxyOptions | undefined;
  /** Whom to trust; by default whom Node trusts. */
  readonly secureContext?: SecureContext | undefined;
  /** What to use in its place for a host, port included if it is not 443: who asks for a certificate gets one. */
  readonly secureContextFor?: ((host: string) => SecureContext | undefined) | undefined;
  /** Whether to speak HTTP/2 with servers that can. Default false. */
  readonly http2?: boolean | undefined;
}

export interface ProxyOptions {
  /** URL of the proxy for `http` requests, and for `https` ones without one of their own. */
  readonly httpProxy?: string | undefined;
  readonly httpsProxy?: string | undefined;
  /** Hosts to reach without a proxy, as NO_PROXY lists them. */
  readonly noProxy?: string | undefined;
}

/** Opens connections, keeps them for later requests, and measures how long opening took. */
export function createDispatcher(options: DispatcherOptions = {}): Dispatcher {
  const { secureContextFor } = options;
  const usual = connections(options, options.secureContext);
  if (secureContextFor === undefined) return usual;
  const own = new Map<SecureContext, Dispatcher>();
  return usual.compose((dispatchUsual) => (request, handler) => {
    const secureContext = secureContextFor(new URL(String(request.origin)).host);
    if (secureContext === undefined) return dispatchUsual(request, handler);
    // A connection proves who opened it, so those with a certificate are kept apart.
    const dispatcher = own.get(secureContext) ?? connections(options, secureContext);
    own.set(secureContext, dispatcher);
    return dispatcher.dispatch(request, handler);
  });
}

function connections(
  { proxy, http2 = false }: DispatcherOptions,
  secureContext: SecureContext | undefined,
): Dispatcher {
  // On a session that is resumed, a server does not show its certificate again.
  const sessions = { maxCachedSessions: 0 };
  const tls = {
    ...sessions,
    allowH2: http2,
    preferH2: http2,
    ...(secureContext === undefined ? {} : { secureContext }),
  };
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
