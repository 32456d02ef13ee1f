import { fromAzureCli } from './azure-cli-key-vault.ts';
import { fromCommand } from './command.ts';
import { fromKeyVault } from './key-vault.ts';
import { fromKeychain } from './keychain.ts';
import { fromDotenv, fromEnvironment, fromFile } from './local.ts';
import { fromPrompt } from './prompt.ts';
import type { SecretContext, SecretSource } from './secret-source.ts';

/**
 * Fetches a secret from its source.
 *
 * @throws {WaybillError} ERR_SECRET_MISSING or ERR_SECRET_REFUSED, naming the source and never a value
 */
export async function resolveSecret(name: string, source: SecretSource, context: SecretContext): Promise<string> {
  if ('env' in source) return fromEnvironment(name, source.env, context.env);
  if ('dotenv' in source) return fromDotenv(name, source.dotenv, source.path);
  if ('file' in source) return fromFile(name, source.file);
  if ('keyvault' in source) return fromKeyVault(name, source, context);
  if ('azureCli' in source) return fromAzureCli(name, source, context);
  if ('command' in source) return fromCommand(name, source, context);
  if ('keychain' in source) return fromKeychain(name, source, context);
  return fromPrompt(name, source.prompt, context);
}
