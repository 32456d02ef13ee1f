import { readFile } from 'node:fs/promises';
import { AuthError } from '../auth-error.ts';
import { certificateError, type KeyPair, keyPairFrom } from '../certificate/key-pair.ts';
import { readPem } from '../certificate/pem.ts';
import type { Flow } from '../flow.ts';
import { acquireWithMsal } from '../msal.ts';
import type { FlowContext } from '../sign-in-context.ts';
import type { StoredTokens } from '../token-store.ts';

/** An app that signs in as itself with a certificate (RFC 7523 section 2.2). */
export interface ClientCertificateIdentity {
  readonly flow: 'client-certificate';
  readonly tenantId: string;
  readonly clientId: string;
  readonly scope: string;
  /** A PEM file with key and certificate, or a PFX file. */
  readonly certificateFile?: string | undefined;
  /** The same PEM as a text, in place of the file. */
  readonly certificate?: string | undefined;
  /** Opens an encrypted key or a PFX file. */
  readonly passphrase?: string | undefined;
  /** Sends the certificates along (x5c), for an app that trusts a subject name and issuer. Default false. */
  readonly sendCertificateChain?: boolean | undefined;
}

export const clientCertificate: Flow<ClientCertificateIdentity> = { secrets: ['certificate', 'passphrase'], signIn };

async function signIn(identity: ClientCertificateIdentity, context: FlowContext): Promise<StoredTokens> {
  const { privateKey, thumbprintSha256, chain } = await loadKeyPair(identity);
  context.onSecret(privateKey);
  const clientCertificate = {
    privateKey,
    thumbprintSha256,
    ...(identity.sendCertificateChain ? { x5c: chain } : {}),
  };
  return acquireWithMsal(identity, context, ({ ConfidentialClientApplication }, { auth, system, request }) =>
    new ConfidentialClientApplication({ auth: { ...auth, clientCertificate }, system }).acquireTokenByClientCredential(
      request,
    ),
  );
}

/**
 * When the certificate of an identity expires.
 *
 * @throws {AuthError} ERR_AUTH_CONFIGURATION when it cannot be used at all, as one that has expired
 */
export async function certificateExpiry(identity: ClientCertificateIdentity): Promise<Date> {
  return (await loadKeyPair(identity)).expiresOn;
}

/** Read for every acquisition: certificates are renewed under their old names. */
async function loadKeyPair({ certificateFile, certificate, passphrase }: ClientCertificateIdentity): Promise<KeyPair> {
  if (certificateFile !== undefined && certificate !== undefined) {
    throw certificateError('The identity has both certificateFile and certificate', 'Remove one of them');
  }
  if (certificate !== undefined) {
    const what = 'The certificate of the identity';
    return keyPairFrom(readPem(certificate, passphrase, what), what);
  }
  if (certificateFile === undefined) {
    throw certificateError('The identity has no certificate', 'Add certificateFile, or certificate from a secret.');
  }
  const what = `The certificate ${certificateFile}`;
  const bytes = await read(certificateFile);
  if (bytes.includes('-----BEGIN ')) return keyPairFrom(readPem(bytes.toString('utf8'), passphrase, what), what);
  // A library of its own, which hardly anybody needs.
  const { readPfx } = await import('../certificate/pfx.ts');
  return keyPairFrom(await readPfx(bytes, passphrase, what), what);
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new AuthError(
      'ERR_AUTH_CONFIGURATION',
      `The certificate ${file} ${isAbsent ? 'does not exist' : 'cannot be read'}.`,
      { hint: 'Check certificateFile of the identity.', cause },
    );
  }
}
