import type { Dispatcher } from 'undici';
import type { EnvironmentVariables } from '../sign-in-context.ts';

/** Where a secret is kept. Paths are absolute. */
export type SecretSource =
  | { readonly env: string }
  | { readonly dotenv: string; readonly path: string }
  | { readonly file: string }
  | KeyVaultSource
  | AzureCliKeyVaultSource
  | CommandSource
  | KeychainSource
  /** Somebody types it in. */
  | { readonly prompt: string };

/** A secret of Azure Key Vault, read with a token. */
export interface KeyVaultSource {
  /** The vault's name. */
  readonly keyvault: string;
  readonly name: string;
  /** Who reads it. Default whatever this machine has to sign in with. */
  readonly identity?: string | undefined;
  /** The vault's address, where its name does not lead there. */
  readonly url?: string | undefined;
}

/** A secret of Azure Key Vault, read by the Azure CLI. */
export interface AzureCliKeyVaultSource {
  /** The vault's name. */
  readonly azureCli: string;
  readonly name: string;
}

/** What a program prints. */
export interface CommandSource {
  /** The program and its arguments; no shell sees them. */
  readonly command: readonly string[];
  /** The folder it runs in. */
  readonly cwd: string;
}

/** The keychain of the operating system. */
export interface KeychainSource {
  /** The service it is kept for. */
  readonly keychain: string;
  readonly account?: string | undefined;
}

/** What the sources of secrets work with; a source whose part is missing says so. */
export interface SecretContext {
  readonly env: EnvironmentVariables;
  /** Whether a file may name programs to be run. Default false. */
  readonly allowCommands?: boolean | undefined;
  /** Asks somebody; what is typed must not be shown. */
  readonly prompt?: ((label: string) => Promise<string>) | undefined;
  /** A token of an identity by its name, or of whatever this machine has to sign in with. */
  readonly acquireToken?: ((identity: string | undefined, scope: string) => Promise<string>) | undefined;
  /** What follows the name of a vault in its host. Default `vault.azure.net`. */
  readonly keyVaultSuffix?: string | undefined;
  /** Where a vault is, in place of its name and the suffix: for a sandbox. */
  readonly keyVaultUrl?: ((vault: string) => string) | undefined;
  readonly dispatcher?: Dispatcher | undefined;
  readonly signal?: AbortSignal | undefined;
}
