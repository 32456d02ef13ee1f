import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface CertificateOptions {
  /** Default a 2048 bit RSA key. */
  readonly newKey?: readonly string[];
  /** `YYYYMMDDHHMMSSZ`, both. */
  readonly validity?: { readonly from: string; readonly to: string };
}

/** Makes a key and a self-signed certificate with OpenSSL, the tool most people make theirs with. */
export async function makeCertificate(folder: string, { newKey = ['rsa:2048'], validity }: CertificateOptions = {}) {
  const path = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => run('openssl', args, { cwd: folder });
  await openssl(
    'req',
    '-new',
    '-newkey',
    ...newKey,
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'csr.pem',
    '-subj',
    '/CN=t',
  );
  // Only `ca` lets a certificate begin and end whenever one likes.
  await openssl(
    ...['req', '-x509', '-key', 'key.pem', '-in', 'csr.pem', '-out', 'certificate.pem'],
    ...(validity === undefined ? ['-days', '30'] : []),
  );
  if (validity !== undefined) await resign(folder, openssl, validity);
  const [key, certificate] = await Promise.all(
    ['key.pem', 'certificate.pem'].map((name) => readFile(path(name), 'utf8')),
  );
  return { key: key ?? '', certificate: certificate ?? '', openssl, path };
}

async function resign(
  folder: string,
  openssl: (...args: readonly string[]) => Promise<unknown>,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await mkdir(join(folder, 'ca'), { recursive: true });
  await writeFile(join(folder, 'ca/index'), '');
  await writeFile(join(folder, 'ca/serial'), '01');
  const config = [
    '[ca]\ndefault_ca=d\n[d]\nnew_certs_dir=ca\ndatabase=ca/index\nserial=ca/serial',
    'default_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n',
  ].join('\n');
  await writeFile(join(folder, 'ca/config'), config);
  await openssl(
    ...['ca', '-batch', '-selfsign', '-config', 'ca/config', '-keyfile', 'key.pem', '-in', 'csr.pem'],
    ...['-out', 'certificate.pem', '-notext', '-startdate', from, '-enddate', to],
  );
}
