import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { type Environment, type RenderContext, renderText } from '@waybill/collection';
import { LocatedError, type SourceLocation } from '@waybill/errors';

/** The files that `tls` of an environment names, read and checked before anything is sent. */
export class TlsFiles {
  readonly #environment: Environment;
  readonly #context: RenderContext;

  constructor(environment: Environment, context: RenderContext) {
    this.#environment = environment;
    this.#context = context;
  }

  /**
   * The certificates to trust: the usual ones, those of NODE_EXTRA_CA_CERTS, and those of `tls.ca`; undefined when it
   * names none.
   *
   * @throws {LocatedError} ERR_FILE_UNREADABLE, ERR_TLS_CONFIGURATION
   */
  async authorities(): Promise<string[] | undefined> {
    const { tls, locate } = this.#environment;
    if (tls === undefined || tls.ca.length === 0) return undefined;
    const own = await Promise.all(
      tls.ca.map(async (_path, index) => {
        const place = locate(['tls', 'ca', index]);
        const pem = await this.#read(tls.ca[index] as string, place);
        return certificatesIn(pem, place);
      }),
    );
    return [...getCACertificates('default'), ...own.flat()];
  }

  /**
   * What to show to the hosts that ask for a certificate, by host.
   *
   * @throws {LocatedError} ERR_FILE_UNREADABLE, ERR_TLS_CONFIGURATION, and what rendering throws
   */
  async clientCertificates(authorities: string[] | undefined): Promise<Map<string, SecureContext>> {
    const { tls } = this.#environment;
    const contexts = new Map<string, SecureContext>();
    for (const [index, each] of (tls?.clientCertificates ?? []).entries()) {
      const at = (key: string) => this.#environment.locate(['tls', 'clientCertificates', index, key]);
      const pem = await this.#read(each.certificate, at('certificate'));
      const [certificate] = certificatesIn(pem, at('certificate'));
      const passphrase =
        each.passphrase === undefined ? undefined : renderText(each.passphrase, this.#context, at('passphrase'));
      const keyPem = await this.#read(each.key, at('key'));
      const key = readKey(keyPem, passphrase, at('key'), at('passphrase'));
      if (!new X509Certificate(certificate as string).checkPrivateKey(key)) {
        throw wrong('The key does not belong to the certificate.', at('key'), {
          hint: `Name the key that the certificate for ${each.host} was made with.`,
        });
      }
      const ca = authorities === undefined ? {} : { ca: authorities };
      const unlocked = key.export({ type: 'pkcs8', format: 'pem' });
      contexts.set(each.host, createSecureContext({ cert: pem, key: unlocked, ...ca }));
    }
    return contexts;
  }

  async #read(path: string, location: SourceLocation): Promise<string> {
    const file = renderText(path, this.#context, location);
    try {
      return await readFile(file, 'utf8');
    } catch (cause) {
      const hint = 'Paths are seen from the folder of the environment file.';
      throw new LocatedError('ERR_FILE_UNREADABLE', `The file ${file} can not be read.`, location, { hint, cause });
    }
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesIn(pem: string, location: SourceLocation): string[] {
  const found = pem.match(CERTIFICATE) ?? [];
  try {
    for (const each of found) new X509Certificate(each);
    if (found.length > 0) return found;
  } catch (cause) {
    throw wrong('The file holds a certificate that is damaged.', location, { hint: 'Export it again, as PEM.', cause });
  }
  throw wrong('The file holds no certificate.', location, {
    hint: 'It must be PEM: -----BEGIN CERTIFICATE-----. `openssl x509 -inform der` makes that of a .cer or .der file.',
  });
}

function readKey(
  pem: string,
  passphrase: string | undefined,
  keyPlace: SourceLocation,
  passphrasePlace: SourceLocation,
): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    const isLocked = /-----BEGIN (?:ENCRYPTED )?[A-Z ]*PRIVATE KEY-----/.test(pem) && /ENCRYPTED/.test(pem);
    if (isLocked && passphrase === undefined) {
      const hint = 'Add `passphrase: "{{ name }}"` with a secret of the environment.';
      throw wrong('The key is encrypted, and there is no passphrase.', keyPlace, { hint, cause });
    }
    if (isLocked) {
      throw wrong('The passphrase does not open the key.', passphrasePlace, { hint: 'Check the secret.', cause });
    }
    const hint = 'It must be PEM: -----BEGIN PRIVATE KEY-----.';
    throw wrong('The file holds no private key that can be read.', keyPlace, { hint, cause });
  }
}

function wrong(
  message: string,
  location: SourceLocation,
  options: { readonly hint: string; readonly cause?: unknown },
): LocatedError {
  return new LocatedError('ERR_TLS_CONFIGURATION', message, location, options);
}
