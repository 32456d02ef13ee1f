import { resolveSecret, type SecretContext } from '@waybill/auth';
import { type Environment, referencedVariables, type VariableLayer } from '@waybill/collection';
import { LocatedError, WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';

/**
 * The secrets of an environment as variables. They are fetched once, and only those that something uses; one that is
 * missing fails only who uses it, at the place where it is declared.
 */
export class SecretLayer implements VariableLayer {
  readonly origin: string;
  /** A secret is data: a brace in it means nothing. */
  readonly templated = false;
  readonly #environment: Environment;
  readonly #redactor: Redactor;
  readonly #values = new Map<string, string | WaybillError>();

  constructor(environment: Environment, redactor: Redactor) {
    this.origin = `secret of ${environment.file}`;
    this.#environment = environment;
    this.#redactor = redactor;
  }

  get(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value instanceof WaybillError) throw value;
    return value;
  }

  names(): Iterable<string> {
    return Object.keys(this.#environment.secrets);
  }

  locate(name: string) {
    return this.#environment.locate(['secrets', name]);
  }

  /**
   * Fetches what `used` and the identities refer to. Secrets of a vault come last: who reads the vault may itself need
   * one of the others.
   */
  async fetch(used: readonly unknown[], context: SecretContext): Promise<void> {
    const { secrets } = this.#environment;
    const wanted = [...reachableNames(this.#environment, used)].filter((name) => Object.hasOwn(secrets, name));
    const isInVault = (name: string) => 'keyvault' in (secrets[name] ?? {});
    for (const group of [wanted.filter((name) => !isInVault(name)), wanted.filter(isInVault)]) {
      await Promise.all(group.map((name) => this.#fetchOne(name, context)));
    }
  }

  async #fetchOne(name: string, context: SecretContext): Promise<void> {
    const source = this.#environment.secrets[name];
    if (source === undefined) return;
    try {
      const secret = await resolveSecret(name, source, context);
      this.#redactor.add(secret);
      this.#values.set(name, secret);
    } catch (error) {
      this.#values.set(name, this.#atDeclaration(error, name));
    }
  }

  #atDeclaration(error: unknown, name: string): WaybillError {
    if (!(error instanceof WaybillError)) throw error;
    const { code, message, hint, cause } = error;
    return new LocatedError(code, message, this.locate(name), { hint, cause });
  }
}

/** A variable of the environment may itself be a template that uses a secret. */
function reachableNames(environment: Environment, used: readonly unknown[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const next of referencedVariables(environment.layer.get(name))) visit(next);
  };
  for (const name of referencedVariables([used, environment.identities, environment.tls])) visit(name);
  return names;
}
