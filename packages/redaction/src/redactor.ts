import { secretPattern } from './secret-pattern.ts';
import { isSensitiveHeader, SENSITIVE_HINT, SENSITIVE_SHAPES } from './sensitive-names.ts';

/** What stands in the place of a secret. */
export const REDACTED = '***';

/**
 * The one place through which everything printed or stored goes. It knows the secrets it was told, in every encoding,
 * and hides what looks like a credential even when nobody told it.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #known: RegExp | undefined;

  /** Registers a secret, as soon as it is known and before it is used. A JWT also registers its parts. */
  add(secret: string): void {
    const parts = [secret, ...linesOf(secret), ...jwtPartsOf(secret)];
    for (const part of parts) {
      if (part.trim() === '' || this.#secrets.has(part)) continue;
      this.#secrets.add(part);
      this.#known = undefined;
    }
  }

  /** The text without a secret in it. */
  redact(text: string): string {
    let safe = text;
    if (this.#secrets.size > 0) safe = safe.replace(this.#pattern(), REDACTED);
    if (!SENSITIVE_HINT.test(safe)) return safe;
    for (const shape of SENSITIVE_SHAPES) safe = safe.replace(shape, (_match, kept: string) => kept + REDACTED);
    return safe;
  }

  /** Headers that may be shown: credentials by name are hidden whole, the rest as text. */
  redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    const entries = Object.entries(headers).map(([name, value]) => {
      if (!isSensitiveHeader(name)) return [name, this.redact(value)];
      // The scheme is no secret, and a wrong one explains a refusal.
      return [name, `${/^(?:Bearer|Basic|EmbedToken) /i.exec(value)?.[0] ?? ''}${REDACTED}`];
    });
    return Object.fromEntries(entries);
  }

  #pattern(): RegExp {
    // Longest first: an alternation takes the first that fits, and a secret may begin with another one.
    this.#known ??= new RegExp(
      [...this.#secrets]
        .sort((left, right) => right.length - left.length)
        .map(secretPattern)
        .join('|'),
      'g',
    );
    return this.#known;
  }
}

/** A private key is printed line by line as often as whole. */
const SHORTEST_LINE = 16;

function linesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  return lines.length === 1
    ? []
    : lines.map((line) => line.trim()).filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
}

/** The header of a JWT is no secret and the same for every token of a key; claims and signature are. */
function jwtPartsOf(secret: string): string[] {
  return secret.startsWith('eyJ')
    ? secret
        .split('.')
        .slice(1)
        .filter((part) => part.length >= SHORTEST_LINE)
    : [];
}
