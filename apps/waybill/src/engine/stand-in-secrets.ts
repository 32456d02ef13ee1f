import type { Environment } from '@waybill/collection';

/** The same environment with a stand-in for each secret: reading one may ask a vault, a program or a person. */
export function withStandIns(environment: Environment, standIn: (name: string) => string): Environment {
  // Without a connection there is nothing to prove, and no rate to keep to.
  const { secrets, layer, tls: _tls, ...rest } = environment;
  const get = (name: string) => (Object.hasOwn(secrets, name) ? standIn(name) : layer.get(name));
  return { ...rest, rateLimits: [], secrets: {}, layer: { ...layer, get } };
}
