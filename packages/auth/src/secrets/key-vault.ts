import { NetworkError, type WaybillError } from '@waybill/errors';
import { type JsonAnswer, type JsonObject, requestJson } from '../json-request.ts';
import { isLoopback, parseSecureUrl } from '../secure-url.ts';
import { secretMissing, secretRefused } from './secret-error.ts';
import type { KeyVaultSource, SecretContext } from './secret-source.ts';
import { vaultRefusal } from './vault-refusal.ts';

const API_VERSION = '7.4';
const DEFAULT_SUFFIX = 'vault.azure.net';

/** Names as Key Vault takes them; nothing that could lead to another host or path. */
const VAULT_NAME = /^[a-z][a-z0-9-]{1,22}[a-z0-9]$/i;
const SECRET_NAME = /^[0-9a-z-]{1,127}$/i;

/** Reads a secret by the REST API of Key Vault. */
export async function fromKeyVault(name: string, source: KeyVaultSource, context: SecretContext): Promise<string> {
  const { keyvault: vault, identity } = source;
  const suffix = context.keyVaultSuffix ?? DEFAULT_SUFFIX;
  const url = secretUrl(name, source, suffix, context);
  if (context.acquireToken === undefined) {
    throw secretMissing(name, `nobody can sign in to the vault ${vault} here`, 'Take the secret from another source.');
  }
  const token = await context.acquireToken(identity, `https://${suffix}/.default`);
  const { dispatcher, signal } = context;
  let answer: JsonAnswer;
  try {
    answer = await requestJson(url.href, { headers: { authorization: `Bearer ${token}` }, dispatcher, signal });
  } catch (error) {
    // A vault's name is part of a host's: one that does not resolve does not exist.
    const isUnknown = error instanceof NetworkError && error.code === 'ERR_NETWORK_DNS';
    throw (isUnknown && vaultRefusal(name, source.name, vault, ['VaultNotFound'])) || error;
  }
  const value = answer.body?.value;
  if (answer.status === 200 && typeof value === 'string' && value !== '') return value;
  throw refused(name, source, answer);
}

function secretUrl(name: string, source: KeyVaultSource, suffix: string, { keyVaultUrl }: SecretContext): URL {
  if (!VAULT_NAME.test(source.keyvault) || !SECRET_NAME.test(source.name)) {
    throw secretMissing(
      name,
      `no vault can be called ${source.keyvault} with a secret ${source.name}`,
      'Write the name of the vault alone, not its address, and the name of the secret.',
    );
  }
  const base = source.url ?? keyVaultUrl?.(source.keyvault) ?? `https://${source.keyvault}.${suffix}`;
  const url = parseSecureUrl(base, 'The address of the vault');
  // The token opens every vault its identity may read: it goes to vaults only.
  if (!url.hostname.endsWith(`.${suffix}`) && !isLoopback(url.hostname)) {
    throw secretRefused(name, `${url.host} is no vault of this cloud`, `Leave url out, or end its host in ${suffix}.`);
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/secrets/${source.name}`;
  url.search = `?api-version=${API_VERSION}`;
  return url;
}

function refused(name: string, { keyvault: vault, name: secret }: KeyVaultSource, answer: JsonAnswer): WaybillError {
  const error = objectIn(answer.body, 'error');
  const explained = vaultRefusal(name, secret, vault, [objectIn(error, 'innererror')?.code, error?.code]);
  if (explained !== undefined) return explained;
  const said = typeof error?.message === 'string' ? `: ${error.message}` : '';
  return secretMissing(
    name,
    `the vault ${vault} answered with status ${answer.status}${said.replace(/\.$/, '')}`,
    answer.status === 429 ? 'Wait and try again: the vault is throttled.' : 'Look at the vault in the Azure portal.',
  );
}

function objectIn(parent: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = parent?.[key];
  return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined;
}
