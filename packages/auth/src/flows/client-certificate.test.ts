import { createPrivateKey } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tempDir } from '@waybill/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ClientCertificateIdentity, decodeJwt } from '../index.ts';
import { type KeyAndCertificate, makeCertificate } from '../testing/make-certificate.ts';
import { makePfx } from '../testing/make-pfx.ts';
import { hasOpenSsl, openssl } from '../testing/openssl.ts';
import { bench, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const identity: ClientCertificateIdentity = {
  flow: 'client-certificate',
  tenantId,
  clientId: smokeApp.clientId,
  scope: SCOPE,
};
const PASSPHRASE = 'open sesame';

// What the tests sign in with: one pair, and the files in all the forms it comes in.
let folder: string;
let made: KeyAndCertificate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-certificate-'));
  made = await makeCertificate();
  await writeFiles({ 'key.pem': made.key, 'certificate.pem': made.certificate });
  await writeEncryptedKeys();
  await writePfxFiles();
  if (hasOpenSsl) await writePfxFilesWithOpenSsl();
  return () => rm(folder, { recursive: true });
});

async function writeFiles(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(path(name), content);
}

async function writeEncryptedKeys(): Promise<void> {
  const key = createPrivateKey(made.key);
  const protection = { format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;
  await writeFiles({
    'encrypted.pem': key.export({ type: 'pkcs8', ...protection }),
    'traditional.pem': key.export({ type: 'pkcs1', ...protection }),
  });
}

async function writePfxFiles(): Promise<void> {
  await writeFiles({
    'aes256.pfx': makePfx(made, { passphrase: PASSPHRASE }),
    '3des.pfx': makePfx(made, { passphrase: PASSPHRASE, algorithm: '3des' }),
    'open.p12': makePfx(made, { passphrase: '' }),
    'public.pfx': makePfx({ certificate: made.certificate }, { passphrase: PASSPHRASE }),
  });
}

/** Forms that forge reads but cannot write: PBES2 with a SHA-256 MAC, RC2, certificates that are encrypted too. */
async function writePfxFilesWithOpenSsl(): Promise<void> {
  const withKey = ['-inkey', 'key.pem'];
  const sha1 = ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
  for (const [name, passphrase, ...flags] of [
    ['modern.pfx', PASSPHRASE, ...withKey],
    ['legacy.pfx', PASSPHRASE, ...withKey, '-legacy'],
    ['sha1.pfx', PASSPHRASE, ...withKey, ...sha1],
    ['modern-open.p12', '', ...withKey],
    ['modern-public.pfx', PASSPHRASE, '-nokeys'],
  ] as const) {
    await openssl(
      ...[folder, 'pkcs12', '-export', '-in', 'certificate.pem', '-out', name, '-passout', `pass:${passphrase}`],
      ...flags,
    );
  }
}

function path(name: string): string {
  return join(folder, name);
}

async function signIn(more: Partial<ClientCertificateIdentity>) {
  const { sandbox, authenticator, expectAccepted, redactor } = await bench();
  sandbox.admin.addCertificate(smokeApp.clientId, made.certificate);
  const token = await authenticator().acquireToken({ ...identity, ...more });
  await expectAccepted(token, '/admin/groups?$top=1');
  expect(decodeJwt(token.token)?.claims).toMatchObject({ appid: smokeApp.clientId, appidacr: '2' });
  return { token, redactor };
}

async function encrypted(name: string): Promise<string> {
  return `${await readFile(path(name), 'utf8')}${made.certificate}`;
}

describe('an app signs in with', () => {
  test('a PEM text, whose key the redactor learns', async () => {
    const { redactor } = await signIn({ certificate: made.certificate + made.key });
    const line = made.key.split('\n')[3] ?? '';
    expect(redactor.redact(line)).toBe('***');
  });

  test('a PEM text on one line, as CI systems keep it', async () => {
    await signIn({ certificate: (made.key + made.certificate).replaceAll('\n', '\\n') });
  });

  test.each(['encrypted.pem', 'traditional.pem'])('a PEM file, its key in %s', async (name) => {
    const folder = await tempDir({ 'app.pem': await encrypted(name) });
    await signIn({ certificateFile: join(folder, 'app.pem'), passphrase: PASSPHRASE });
  });

  test.each(['aes256.pfx', '3des.pfx'])('a PFX file, %s', async (name) => {
    await signIn({ certificateFile: path(name), passphrase: PASSPHRASE });
  });

  test.skipIf(!hasOpenSsl).each(['modern.pfx', 'legacy.pfx', 'sha1.pfx'])(
    'a PFX file that OpenSSL wrote, %s',
    async (name) => {
      await signIn({ certificateFile: path(name), passphrase: PASSPHRASE });
    },
  );

  test('a PFX file without a passphrase', async () => {
    await signIn({ certificateFile: path('open.p12') });
  });

  test.skipIf(!hasOpenSsl)('a PFX file without a passphrase that OpenSSL wrote', async () => {
    await signIn({ certificateFile: path('modern-open.p12') });
  });

  test('its chain, when asked', async () => {
    await signIn({ certificate: made.key + made.certificate, sendCertificateChain: true });
  });

  test('a file that is renewed under its name', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const renewed = await makeCertificate();
    const file = join(await tempDir({ 'app.pem': made.key + made.certificate }), 'app.pem');
    const tokens = authenticator();
    const withFile = { ...identity, certificateFile: file };
    sandbox.admin.addCertificate(smokeApp.clientId, made.certificate);
    const { token: insteadOf } = await tokens.acquireToken(withFile);
    sandbox.admin.addCertificate(smokeApp.clientId, renewed.certificate);
    await writeFile(file, renewed.key + renewed.certificate);
    await expectAccepted(await tokens.acquireToken(withFile, { insteadOf }), '/admin/groups?$top=1');
  });
});

describe('it says what is wrong with', () => {
  const refused = async (
    more: Partial<ClientCertificateIdentity>,
    message: RegExp | string,
    code = 'ERR_AUTH_CONFIGURATION',
  ) => {
    const { authenticator } = await bench();
    const error: Error = await authenticator()
      .acquireToken({ ...identity, ...more })
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/./) });
    expect(error.message).toMatch(message);
    return error;
  };

  test('nothing at all', async () => {
    await refused({}, 'The identity has no certificate.');
    await refused({ certificate: 'x', certificateFile: 'y' }, /both/);
    await refused({ certificateFile: '/nowhere/app.pem' }, 'The certificate /nowhere/app.pem does not exist.');
  });

  test('a text that is no certificate', async () => {
    await refused({ certificate: 'hello' }, /neither PEM nor PFX/);
    const folder = await tempDir({ 'app.pfx': 'hello' });
    await refused({ certificateFile: join(folder, 'app.pfx') }, /neither PEM nor PFX/);
  });

  test('the half that is missing', async () => {
    await refused({ certificate: made.certificate }, /holds no private key/);
    await refused({ certificate: made.key }, /holds no certificate/);
    await refused({ certificateFile: path('public.pfx'), passphrase: PASSPHRASE }, /holds no private key/);
  });

  test.skipIf(!hasOpenSsl)('the half that is missing in a PFX file that OpenSSL wrote', async () => {
    await refused({ certificateFile: path('modern-public.pfx'), passphrase: PASSPHRASE }, /holds no private key/);
  });

  test('a passphrase that is missing or wrong', async () => {
    const certificate = await encrypted('encrypted.pem');
    await refused({ certificate }, /has no passphrase/);
    await refused(
      { certificate, passphrase: 'wrong' },
      'The passphrase does not open the certificate of the identity.',
    );
  });

  const wrongForPfx = async (name: string) => {
    const certificateFile = path(name);
    await refused({ certificateFile, passphrase: 'wrong' }, /The passphrase does not open the certificate/);
    await refused({ certificateFile }, /has no passphrase/);
  };

  test.each(['aes256.pfx', '3des.pfx'])('a passphrase that is missing or wrong, for %s', wrongForPfx);

  test.skipIf(!hasOpenSsl).each(['modern.pfx', 'legacy.pfx', 'sha1.pfx'])(
    'a passphrase that is missing or wrong, for %s that OpenSSL wrote',
    wrongForPfx,
  );

  test('a key of another certificate', async () => {
    const other = await makeCertificate();
    await refused({ certificate: other.key + made.certificate }, /do not belong together/);
  });

  test('a key Entra cannot take', async () => {
    const { key, certificate } = await makeCertificate({ keyType: 'ec' });
    await refused({ certificate: key + certificate }, /key of type ec; Entra takes RSA only/);
  });

  test('a certificate that expired, or is not valid yet', async () => {
    const expired = await makeCertificate({ validity: { from: '2020-01-01', to: '2021-02-03' } });
    await refused({ certificate: expired.key + expired.certificate }, /expired on 2021-02-03/);
    const early = await makeCertificate({ validity: { from: '2090-01-01', to: '2091-01-01' } });
    await refused({ certificate: early.key + early.certificate }, /not valid before 2090-01-01/);
  });

  test('a certificate the app registration does not have', async () => {
    const error = await refused({ certificate: made.key + made.certificate }, /AADSTS7000/, 'ERR_AUTH_REFUSED');
    expect(error).toMatchObject({ hint: expect.stringMatching(/upload/i) });
  });
});
