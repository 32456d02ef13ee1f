import { secretMissing } from './secret-error.ts';
import type { SecretContext } from './secret-source.ts';

/** Has somebody type the secret in. */
export async function fromPrompt(name: string, label: string, { prompt }: SecretContext): Promise<string> {
  if (prompt === undefined) {
    throw secretMissing(
      name,
      'it has to be typed in, and nobody can be asked here',
      'Run it in a terminal, or take the secret from another source, like { env: … }.',
    );
  }
  const value = await prompt(label);
  if (value !== '') return value;
  throw secretMissing(name, 'nothing was typed in', 'Type it, or paste it.');
}
