import type { Environment } from '@waybill/collection';

/** The same environment with a stand-in for each secret: reading one may ask a vault, a program or a person. */
export function withStandIns(environment: Environment, standIn: (name: string) => string): Environment {
  const { secrets, layer } = environment;
  const get = (name: string) => (Object.hasOwn(secrets, name) ? standIn(name) : layer.get(name));
  return { ...environment, secrets: {}, layer: { ...layer, get } };
}
