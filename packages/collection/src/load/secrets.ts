import { dirname, resolve } from 'node:path';
import { SECRET_SOURCES } from '../schema/environment-schema.ts';
import { checkShape } from '../schema/problems.ts';
import { suggestion } from '../suggest.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { checkVariableName } from './checks.ts';

/** Where a secret is kept. Paths are absolute. */
export type SecretReference =
  | { readonly env: string }
  /** A variable of a dotenv file. */
  | { readonly dotenv: string; readonly path: string }
  /** A file that holds nothing but the secret. */
  | { readonly file: string }
  /** A secret of Azure Key Vault, read as an identity of the environment. */
  | { readonly keyvault: string; readonly name: string; readonly identity?: string; readonly url?: string }
  /** A secret of Azure Key Vault, read by the Azure CLI. */
  | { readonly azureCli: string; readonly name: string }
  /** What a program prints; loading never runs it. */
  | { readonly command: readonly string[]; readonly cwd: string }
  /** A service of the operating system's keychain. */
  | { readonly keychain: string; readonly account?: string }
  /** What to ask somebody for. */
  | { readonly prompt: string };

type Source = keyof typeof SECRET_SOURCES;

const DOTENV = '.env';

/**
 * Reads `secrets`. No message repeats a value: it may be a secret written by mistake.
 *
 * @param identities names a vault may be read as
 */
export function readSecrets(place: Place, identities: readonly string[]): Record<string, SecretReference> {
  return Object.fromEntries(
    place.entries().flatMap(([name, secret]) => {
      checkVariableName(secret, name);
      const reference = readReference(name, secret, identities);
      return reference === undefined ? [] : [[name, reference]];
    }),
  );
}

function readReference(name: string, place: Place, identities: readonly string[]): SecretReference | undefined {
  const sources = Object.keys(SECRET_SOURCES) as Source[];
  if (!isMapping(place.value)) {
    const message = `The secret \`${name}\` is not a reference: secrets never stand in the file itself.`;
    const example = `${name}: { env: ${screamingSnake(name)} }`;
    return void place.report(message, `Write where it is kept: ${example}. Sources are: ${sources.join(', ')}.`);
  }
  // `file` beside `dotenv` says which dotenv file.
  const source = sources.find((key) => Object.hasOwn(place.value as object, key));
  if (source === undefined) {
    const [key] = Object.keys(place.value);
    const hint = key === undefined ? `Sources are: ${sources.join(', ')}.` : suggestion(key, sources, 'Sources are');
    return void place.reportKey(`The secret \`${name}\` names no known source.`, hint);
  }
  const broken = checkShape(SECRET_SOURCES[source], place, `The secret \`${name}\``);
  if (broken.size > 0) return undefined;
  if (source === 'keyvault') checkIdentity(place.at('identity'), identities);
  return referenceFrom(source, place);
}

function referenceFrom(source: Source, place: Place): SecretReference {
  const text = (key: string) => String(place.at(key).value);
  const optional = (key: string) => (place.at(key).value === undefined ? {} : { [key]: text(key) });
  const folder = dirname(place.source.file);
  switch (source) {
    case 'env':
      return { env: text('env') };
    case 'dotenv':
      return {
        dotenv: text('dotenv'),
        path: resolve(folder, place.at('file').value === undefined ? DOTENV : text('file')),
      };
    case 'file':
      return { file: resolve(folder, text('file')) };
    case 'keyvault':
      return { keyvault: text('keyvault'), name: text('name'), ...optional('identity'), ...optional('url') };
    case 'azureCli':
      return { azureCli: text('azureCli'), name: text('name') };
    case 'command':
      return { command: (place.at('command').value as unknown[]).map(String), cwd: folder };
    case 'keychain':
      return { keychain: text('keychain'), ...optional('account') };
    case 'prompt':
      return { prompt: text('prompt') };
  }
}

function checkIdentity(place: Place, identities: readonly string[]): void {
  if (place.value === undefined || identities.includes(String(place.value))) return;
  const hint = suggestion(String(place.value), identities, 'Identities are') ?? 'Add it to `identities`.';
  place.report('The environment has no identity of this name.', hint);
}

/** `clientSecret` → `CLIENT_SECRET`. */
function screamingSnake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();
}
