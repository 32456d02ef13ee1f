import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tempDir } from '@waybill/testkit';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ClientCertificateIdentity, decodeJwt } from '../index.ts';
import { makeCertificate } from '../testing/make-certificate.ts';
import { bench, SCOPE, smokeApp, tenantId } from '../testing/sandbox-bench.ts';

const identity: ClientCertificateIdentity = {
  flow: 'client-certificate',
  tenantId,
  clientId: smokeApp.clientId,
  scope: SCOPE,
};
const PASSPHRASE = 'open sesame';

let made: Awaited<ReturnType<typeof makeCertificate>>;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-certificate-'));
  made = await makeCertificate(folder);
  const { openssl } = made;
  await openssl('pkcs8', '-topk8', '-in', 'key.pem', '-out', 'encrypted.pem', '-passout', `pass:${PASSPHRASE}`);
  await openssl(
    'rsa',
    '-in',
    'key.pem',
    '-out',
    'traditional.pem',
    '-aes256',
    '-traditional',
    '-passout',
    `pass:${PASSPHRASE}`,
  );
  for (const [name, ...flags] of [
    ['modern.pfx'],
    ['legacy.pfx', '-legacy'],
    ['sha1.pfx', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
  ] as const) {
    await openssl(
      ...['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'certificate.pem', '-out', name, ...flags],
      ...['-passout', `pass:${PASSPHRASE}`],
    );
  }
  await openssl(
    ...['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'certificate.pem', '-out', 'open.p12', '-passout', 'pass:'],
  );
  await openssl(
    ...[
      'pkcs12',
      '-export',
      '-nokeys',
      '-in',
      'certificate.pem',
      '-out',
      'public.pfx',
      '-passout',
      `pass:${PASSPHRASE}`,
    ],
  );
  return () => rm(folder, { recursive: true });
});

async function signIn(more: Partial<ClientCertificateIdentity>) {
  const { sandbox, authenticator, expectAccepted, redactor } = await bench();
  sandbox.admin.addCertificate(smokeApp.clientId, made.certificate);
  const token = await authenticator().acquireToken({ ...identity, ...more });
  await expectAccepted(token, '/admin/groups?$top=1');
  expect(decodeJwt(token.token)?.claims).toMatchObject({ appid: smokeApp.clientId, appidacr: '2' });
  return { token, redactor };
}

async function encrypted(name: string): Promise<string> {
  return `${await readFile(made.path(name), 'utf8')}${made.certificate}`;
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

  test.each(['modern.pfx', 'legacy.pfx', 'sha1.pfx'])('a PFX file, %s', async (name) => {
    await signIn({ certificateFile: made.path(name), passphrase: PASSPHRASE });
  });

  test('a PFX file without a passphrase', async () => {
    await signIn({ certificateFile: made.path('open.p12') });
  });

  test('its chain, when asked', async () => {
    await signIn({ certificate: made.key + made.certificate, sendCertificateChain: true });
  });

  test('a file that is renewed under its name', async () => {
    const { sandbox, authenticator, expectAccepted } = await bench();
    const renewed = await makeCertificate(await tempDir());
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
    await refused({ certificateFile: made.path('public.pfx'), passphrase: PASSPHRASE }, /holds no private key/);
  });

  test('a passphrase that is missing or wrong', async () => {
    const certificate = await encrypted('encrypted.pem');
    await refused({ certificate }, /has no passphrase/);
    await refused(
      { certificate, passphrase: 'wrong' },
      'The passphrase does not open the certificate of the identity.',
    );
    const certificateFile = made.path('modern.pfx');
    await refused({ certificateFile, passphrase: 'wrong' }, /The passphrase does not open the certificate/);
    await refused({ certificateFile }, /has no passphrase/);
  });

  test('a key of another certificate', async () => {
    const other = await makeCertificate(await tempDir());
    await refused({ certificate: other.key + made.certificate }, /do not belong together/);
  });

  test('a key Entra cannot take', async () => {
    const { key, certificate } = await makeCertificate(await tempDir(), {
      newKey: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    });
    await refused({ certificate: key + certificate }, /key of type ec; Entra takes RSA only/);
  });

  test('a certificate that expired, or is not valid yet', async () => {
    const expired = await makeCertificate(await tempDir(), {
      validity: { from: '20200101000000Z', to: '20210203000000Z' },
    });
    await refused({ certificate: expired.key + expired.certificate }, /expired on 2021-02-03/);
    const early = await makeCertificate(await tempDir(), {
      validity: { from: '20900101000000Z', to: '20910101000000Z' },
    });
    await refused({ certificate: early.key + early.certificate }, /not valid before 2090-01-01/);
  });

  test('a certificate the app registration does not have', async () => {
    const error = await refused({ certificate: made.key + made.certificate }, /AADSTS7000/, 'ERR_AUTH_REFUSED');
    expect(error).toMatchObject({ hint: expect.stringMatching(/upload/i) });
  });
});
