import type { SecureContext } from 'node:tls';
import type { Environment, RenderContext } from '@waybill/collection';
import { createDispatcher } from '@waybill/rest';
import { proxyOptionsOf } from './proxy.ts';

/** The one way to the network for everything that an environment is spoken to with: requests, sign-ins and vaults. */
interface Connections {
  readonly dispatcher: ReturnType<typeof createDispatcher>;
  /** Reads the certificates that are to be shown; only then secrets are there, which may open their keys. */
  loadClientCertificates(): Promise<void>;
}

/**
 * Connects as the environment and the variables of proxies say.
 *
 * @throws {LocatedError} ERR_FILE_UNREADABLE, ERR_TLS_CONFIGURATION
 */
export async function openConnections(
  environment: Environment | undefined,
  context: RenderContext,
  env: NodeJS.ProcessEnv,
): Promise<Connections> {
  const options = { proxy: proxyOptionsOf(env), http2: environment?.http2 };
  if (environment?.tls === undefined) {
    return { dispatcher: createDispatcher(options), loadClientCertificates: async () => undefined };
  }
  const [{ TlsFiles }, { createSecureContext }] = await Promise.all([import('./tls.ts'), import('node:tls')]);
  const files = new TlsFiles(environment, context);
  const authorities = await files.authorities();
  let certificates: ReadonlyMap<string, SecureContext> = new Map();
  const dispatcher = createDispatcher({
    ...options,
    secureContext: authorities && createSecureContext({ ca: authorities }),
    secureContextFor: (host) => certificates.get(host),
  });
  return {
    dispatcher,
    loadClientCertificates: async () => {
      certificates = await files.clientCertificates(authorities);
    },
  };
}
