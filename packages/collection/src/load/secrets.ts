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
  | { readonly file: string };

const DOTENV = '.env';

/** Reads `secrets`. No message repeats a value: it may be a secret written by mistake. */
export function readSecrets(place: Place): Record<string, SecretReference> {
  return Object.fromEntries(
    place.entries().flatMap(([name, secret]) => {
      checkVariableName(secret, name);
      const reference = readReference(name, secret);
      return reference === undefined ? [] : [[name, reference]];
    }),
  );
}

function readReference(name: string, place: Place): SecretReference | undefined {
  if (!isMapping(place.value)) {
    const message = `The secret \`${name}\` is not a reference: secrets never stand in the file itself.`;
    return void place.report(
      message,
      `Write where it is kept: ${name}: { env: ${screamingSnake(name)} }, or dotenv or file.`,
    );
  }
  const sources = Object.keys(SECRET_SOURCES);
  // `file` beside `dotenv` says which dotenv file.
  const source = sources.find((key) => Object.hasOwn(place.value as object, key));
  if (source === undefined) {
    const [key] = Object.keys(place.value);
    const hint = key === undefined ? `Sources are: ${sources.join(', ')}.` : suggestion(key, sources, 'Sources are');
    return void place.reportKey(`The secret \`${name}\` names no known source.`, hint);
  }
  const broken = checkShape(SECRET_SOURCES[source as keyof typeof SECRET_SOURCES], place, `The secret \`${name}\``);
  if (broken.size > 0) return undefined;
  const text = (key: string) => String(place.at(key).value);
  const folder = dirname(place.source.file);
  if (source === 'env') return { env: text('env') };
  if (source === 'file') return { file: resolve(folder, text('file')) };
  const file = place.at('file').value === undefined ? DOTENV : text('file');
  return { dotenv: text('dotenv'), path: resolve(folder, file) };
}

/** `clientSecret` → `CLIENT_SECRET`. */
function screamingSnake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase();
}
