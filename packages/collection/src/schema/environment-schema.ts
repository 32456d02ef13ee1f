import * as z from 'zod/mini';
import { connectionKeys } from './connection-schemas.ts';
import { optionalText, text, variables } from './primitives.ts';

const head = {
  name: optionalText,
  description: optionalText,
  cloud: optionalText,
  protected: z.optional(z.boolean()),
  variables: z.optional(variables),
  ...connectionKeys,
};

/** An environment without its secrets and identities, which are checked one by one. */
export const environmentHeadSchema = z.strictObject({
  ...head,
  secrets: z.optional(z.unknown()),
  identities: z.optional(z.unknown()),
});

/** The sources a secret may come from. A new source is a new row. */
export const SECRET_SOURCES = {
  env: z.strictObject({ env: text }),
  dotenv: z.strictObject({ dotenv: text, file: optionalText }),
  file: z.strictObject({ file: text }),
  keyvault: z.strictObject({ keyvault: text, name: text, identity: optionalText, url: optionalText }),
  azureCli: z.strictObject({ azureCli: text, name: text }),
  command: z.strictObject({ command: z.array(text) }),
  keychain: z.strictObject({ keychain: text, account: optionalText }),
  prompt: z.strictObject({ prompt: text }),
} as const;

/** The shape of a whole environment, for editors. */
export function environmentSchemaWith(identity: z.ZodMiniType) {
  const secret = z.union(Object.values(SECRET_SOURCES));
  return z.strictObject({
    ...head,
    secrets: z.optional(z.record(z.string(), secret)),
    identities: z.optional(z.record(z.string(), identity)),
  });
}
