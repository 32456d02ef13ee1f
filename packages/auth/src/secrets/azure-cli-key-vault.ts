import { explainAzureCli, runAzureCli } from '../programs/azure-cli.ts';
import { ProgramFailure } from '../programs/run-program.ts';
import { secretMissing } from './secret-error.ts';
import type { AzureCliKeyVaultSource, SecretContext } from './secret-source.ts';
import { vaultRefusal } from './vault-refusal.ts';

/** Reads a secret of Key Vault as whoever is signed in to the Azure CLI. */
export async function fromAzureCli(
  name: string,
  { azureCli: vault, name: secret }: AzureCliKeyVaultSource,
  context: SecretContext,
): Promise<string> {
  const args = ['keyvault', 'secret', 'show', '--vault-name', vault, '--name', secret];
  let value: unknown;
  try {
    ({ value } = await runAzureCli(args, context));
  } catch (error) {
    throw (
      (error instanceof ProgramFailure && vaultRefusal(name, secret, vault, codesIn(error.stderr))) ||
      explainAzureCli(error)
    );
  }
  if (typeof value === 'string' && value !== '') return value;
  throw secretMissing(name, `${secret} in the vault ${vault} is empty`, 'Give it a value.');
}

/** The codes of Key Vault in what the CLI prints around them: `(Forbidden) … Inner error: {"code": "…"}`. */
function codesIn(stderr: string): readonly string[] {
  const isUnresolved = /getaddrinfo|Name or service not known|Failed to resolve|NameResolutionError/.test(stderr);
  return [...(stderr.match(/\w+/g) ?? []), ...(isUnresolved ? ['VaultNotFound'] : [])];
}
