import { resolveSecret } from '@waybill/auth';
import { type Environment, referencedVariables, type VariableLayer } from '@waybill/collection';
import { LocatedError, WaybillError } from '@waybill/errors';
import type { Redactor } from '@waybill/redaction';

/**
 * Fetches the secrets an environment names, if anything to be rendered uses them. One that is missing fails only who
 * uses it, at the place where it is declared.
 */
export async function secretLayer(
  environment: Environment,
  used: readonly unknown[],
  env: NodeJS.ProcessEnv,
  redactor: Redactor,
): Promise<VariableLayer> {
  const values = new Map<string, string | WaybillError>();
  const wanted = [...reachableNames(environment, used)].filter((name) => Object.hasOwn(environment.secrets, name));
  await Promise.all(
    wanted.map(async (name) => {
      try {
        const secret = await resolveSecret(name, environment.secrets[name] as never, env);
        redactor.add(secret);
        values.set(name, secret);
      } catch (error) {
        values.set(name, atDeclaration(error, environment, name));
      }
    }),
  );
  return {
    origin: `secret of ${environment.file}`,
    templated: false,
    get: (name) => {
      const value = values.get(name);
      if (value instanceof WaybillError) throw value;
      return value;
    },
    names: () => Object.keys(environment.secrets),
    locate: (name) => environment.locate(['secrets', name]),
  };
}

/** A variable of the environment may itself be a template that uses a secret. */
function reachableNames(environment: Environment, used: readonly unknown[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    for (const next of referencedVariables(environment.layer.get(name))) visit(next);
  };
  for (const name of referencedVariables([used, environment.identities])) visit(name);
  return names;
}

function atDeclaration(error: unknown, environment: Environment, name: string): WaybillError {
  if (!(error instanceof WaybillError)) throw error;
  const { code, message, hint, cause } = error;
  return new LocatedError(code, message, environment.locate(['secrets', name]), { hint, cause });
}
