import { cp, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordingProxy, runProgram, sandboxSeed as seed, startTestSandbox, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

const powerbi = fileURLToPath(new URL('../../../collections/powerbi', import.meta.url));

/** A copy of the shipped collection, to be spoiled, and a sandbox to run it against. */
async function copyAndSandbox() {
  const cwd = await tempDir();
  // Without the smoke tests, which have tests of their own.
  await cp(powerbi, join(cwd, 'powerbi'), { recursive: true, filter: (source) => basename(source) !== 'smoke' });
  const sandbox = await startTestSandbox({ refreshDurationMs: 400 });
  const { origin, tokens } = await recordingProxy(sandbox.url);
  const at = ['-e', 'sandbox', '--var', `apiUrl=${origin}`, '--var', `authorityUrl=${origin}`];
  return { cwd, at, tokens };
}

describe('the shipped journey', () => {
  test('is green against a sandbox of its own', async () => {
    const journey = join(powerbi, 'journey.yaml');
    const result = await runProgram(['run', journey, '-e', 'sandbox', '--sandbox', '--var', 'pollEvery=100ms']);
    expect(result.stderr).toBe('');
    expect(result.stdout).toContain('✔ POST   The service principal refreshes the dataset');
    expect(result.stdout).toMatch(/\n9 passed, 0 failed, 0 skipped in/);
    expect(result.exitCode).toBe(0);
  });

  test('is green again against a sandbox that stays up', async () => {
    const { cwd, at } = await copyAndSandbox();
    for (const _time of [1, 2]) {
      const result = await runProgram(['run', 'powerbi', ...at], { cwd });
      expect(result.stdout).toContain('9 passed, 0 failed');
    }
  });

  test('says why Power BI refuses a service principal that is not in the workspace', async () => {
    const { cwd, at } = await copyAndSandbox();
    const args = ['run', 'powerbi', ...at, '--request', 'workspace-by-name', '--request', 'outsider'];
    const outsider = `requests:
  outsider:
    auth: service-principal
    get: /groups/${seed.workspaces[0]?.id}/datasets
    expect: { status: 200 }
`;
    const folder = await tempDir({ 'outsider.yaml': outsider });
    await cp(join(folder, 'outsider.yaml'), join(cwd, 'powerbi/outsider.yaml'));
    const result = await runProgram(args, { cwd });
    expect(result.stdout).toContain('actual    401');
    expect(result.stdout).toContain('x-powerbi-error-info: GroupNotAccessible');
    expect(result.stdout).toContain('object id of its enterprise application');
    expect(result.exitCode).toBe(5);
  });
});

describe('no secret and no token', () => {
  /** Secrets of the seed, each in every encoding the issue names and then some. */
  const encodings: Record<string, (secret: string) => string> = {
    raw: (secret) => secret,
    'URL-encoded': encodeURIComponent,
    'form-encoded': (secret) => new URLSearchParams({ x: secret }).toString().slice(2),
    base64: (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    'JSON-escaped': (secret) => JSON.stringify(secret).slice(1, -1),
  };
  const secrets = [...seed.apps.flatMap((app) => app.secrets), ...seed.users.map((user) => user.password)];

  function expectClean(text: string, where: string, tokens: ReadonlySet<string>): void {
    for (const secret of [...secrets, ...tokens]) {
      for (const [name, encode] of Object.entries(encodings)) {
        expect(text.includes(encode(secret)), `${secret} ${name} in ${where}`).toBe(false);
      }
    }
    // Every JWT begins with {" in base64url: nothing of one may be left either.
    expect(text.match(/eyJ[\w-]{10,}/g) ?? [], `token in ${where}`).toEqual([]);
  }

  /** Every file below a folder but what the run was given. */
  async function expectFilesClean(folder: string, tokens: ReadonlySet<string>): Promise<string[]> {
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const written = files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.endsWith('sandbox.env'));
    for (const file of written) expectClean(await readFile(file, 'utf8'), file, tokens);
    return written;
  }

  // Fails everywhere, so that every request and response is shown, and echoes tokens in every form it can.
  const leaky = `
name: Shows everything it can
requests:
  token-as-user:
    post: "{{ authorityUrl }}/{{ tenantId }}/oauth2/token"
    form: { grant_type: password, client_id: "{{ publicClientId }}", username: "{{ username }}", password: "{{ password }}", resource: "{{ resource }}" }
    expect: { body: { $.access_token: nothing like this, $: { length: 99 } } }
  token-as-app:
    post: "{{ authorityUrl }}/{{ tenantId }}/oauth2/v2.0/token"
    form: { grant_type: client_credentials, client_id: "{{ clientId }}", client_secret: "{{ clientSecret }}", scope: "{{ resource }}/.default" }
    capture: { appToken: $.access_token }
  token-by-basic:
    post: "{{ authorityUrl }}/{{ tenantId }}/oauth2/v2.0/token"
    headers: { authorization: "Basic {{ basic | base64 }}", x-copy: "{{ basic | base64 }}" }
    variables: { basic: "{{ clientId }}:{{ clientSecret }}" }
    form: { grant_type: nonsense }
  in-the-url:
    get: /groups?token={{ appToken }}&secret={{ clientSecret | urlencode }}&twice={{ appToken | base64 }}
    auth: user
    expect: { status: 418 }
  in-a-path:
    get: /{{ password | urlencode }}/{{ clientSecret | base64url }}
    auth: service-principal
    expect: { status: 418 }
  in-json:
    post: /groups
    auth: service-principal
    json: { secret: "{{ clientSecret }}", nested: "{{ quoted }}" }
    variables: { quoted: '{"password":"{{ password }}"}' }
    expect: { status: 418 }
  in-an-expectation:
    get: /groups
    auth: user
    expect: { body: { "$.value[?@.name == '{{ clientSecret }}'].id": "{{ appToken }}", "$.value[0].name": "{{ password }}" } }
  in-a-bad-header:
    get: /groups
    headers: { x-bad: "{{ clientSecret }}\\n{{ password }}" }
  in-a-bad-url: { get: "ftp://{{ password | urlencode }}/{{ appToken }}" }
`;

  test.each([[[]], [['--debug']]])('is in any output, report or file of a run (%j)', async (extra) => {
    const { cwd, at, tokens } = await copyAndSandbox();
    const folder = await tempDir({ 'leaky.yaml': leaky });
    await cp(join(folder, 'leaky.yaml'), join(cwd, 'powerbi/leaky.yaml'));
    const reporters = ['--reporter', 'terminal', '--reporter', 'junit=out/report.xml'];
    const result = await runProgram(['run', 'powerbi', ...at, ...reporters, ...extra], {
      cwd,
      env: { FORCE_COLOR: '1' },
    });
    expect(result.stdout).toContain('10 passed, 8 failed, 0 skipped');
    expect(tokens.size).toBeGreaterThanOrEqual(6);
    expectClean(result.stdout, 'standard output', tokens);
    expectClean(result.stderr, 'standard error', tokens);
    expect(result.stdout).toContain('***');
    const written = await expectFilesClean(cwd, tokens);
    expect(written.some((file) => file.endsWith('out/report.xml'))).toBe(true);
  });

  test('is in the output of a sign-in that is refused', async () => {
    const { cwd, at, tokens } = await copyAndSandbox();
    const wrong = secrets[0] as string;
    const result = await runProgram(
      ['auth', 'token', '-c', 'powerbi', '-i', 'user', ...at, '--var', `password=${wrong}`, '--debug'],
      { cwd },
    );
    expect(result.stderr).toContain('AADSTS50126');
    expect(result.exitCode).toBe(4);
    expectClean(result.stdout + result.stderr, 'the output', tokens);
  });

  test('is in what `auth token` shows, unless it is asked for', async () => {
    const { cwd, at, tokens } = await copyAndSandbox();
    for (const identity of ['user', 'service-principal']) {
      for (const form of [[], ['--json']]) {
        const result = await runProgram(['auth', 'token', '-c', 'powerbi', '-i', identity, ...at, ...form], { cwd });
        expect(result.stdout).toContain('https://analysis.windows.net/powerbi/api');
        expect(result.stdout).toContain(identity === 'user' ? 'Dataset.ReadWrite.All' : 'appidacr');
        expectClean(result.stdout + result.stderr, 'the output', tokens);
      }
    }
    const raw = await runProgram(['auth', 'token', '-c', 'powerbi', '-i', 'user', ...at, '--raw'], { cwd });
    expect(raw.stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(tokens).toContain(raw.stdout.trim());
    expect(raw.stderr).toContain('cannot pass multi-factor authentication');
  });
});

test('`waybill sandbox` stays up, says how to use it, and ends when it is told to', async () => {
  let answered: Promise<number> | undefined;
  const result = await runProgram(['sandbox', '--port', '0'], {
    onOutput: (output, kill) => {
      const url = /answers at (http:\/\/127\.0\.0\.1:\d+)/.exec(output)?.[1];
      if (url === undefined || !output.includes('Ctrl+C') || answered !== undefined) return;
      answered = fetch(`${url}/v1.0/myorg/groups`).then(({ status }) => {
        kill('SIGTERM');
        return status;
      });
    },
  });
  expect(await answered).toBe(403);
  expect(result.stdout).toContain('waybill run collections/powerbi -e sandbox');
  expect(result.exitCode).toBe(0);
});
