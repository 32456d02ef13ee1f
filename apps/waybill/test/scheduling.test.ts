import { type Handler, runProgram, serve, tempDir } from '@waybill/testkit';
import { describe, expect, test } from 'vitest';

/** Runs requests against a server and tells when each arrived and was answered. */
async function scheduled(requests: string, args: readonly string[] = [], handler: Handler = ok) {
  const log: string[] = [];
  let underWay = 0;
  let peak = 0;
  const origin = await serve((request, response, body) => {
    const path = request.url ?? '';
    log.push(`> ${path}`);
    underWay += 1;
    peak = Math.max(peak, underWay);
    response.on('finish', () => {
      underWay -= 1;
      log.push(`< ${path}`);
    });
    handler(request, response, body);
  });
  const cwd = await tempDir({ 'a.yaml': `baseUrl: ${origin}\nrequests:\n${requests}` });
  const result = await runProgram(['run', 'a.yaml', ...args], { cwd });
  const before = (earlier: string, later: string) => log.includes(earlier) && log.indexOf(earlier) < log.indexOf(later);
  const lines = result.stdout.split('\n').filter((line) => /^ {2}\S /.test(line));
  const shown = lines.map((line) =>
    line
      .trim()
      .replace(/ {2}\d+(?: {2}[\d.]+ m?s)?$/, '')
      .replace(/ {2,}/g, ' '),
  );
  return { ...result, log, peak, before, shown };
}

const ok: Handler = (_request, response) => response.end('{"id":1}');

/** Answers after all these have arrived; who never comes keeps the run from ending. */
function together(...paths: string[]): Handler {
  const waiting = new Map<string, () => void>();
  return ({ url = '' }, response) => {
    if (!paths.includes(url)) return void response.end('{"id":1}');
    waiting.set(url, () => response.end('{"id":1}'));
    if (waiting.size === paths.length) for (const answer of waiting.values()) answer();
  };
}

const gets = (...names: string[]) => names.map((name) => `  ${name}: { get: /${name} }\n`).join('');

describe('file order', () => {
  test('safe requests run side by side, and are reported in file order', async () => {
    const { shown, peak } = await scheduled(gets('a', 'b', 'c'), [], together('/a', '/b', '/c'));
    expect(peak).toBe(3);
    expect(shown).toEqual(['✔ GET a', '✔ GET b', '✔ GET c']);
  });

  test('--concurrency is the most at once', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const { peak, exitCode } = await scheduled(gets(...names), ['--concurrency', '3'], together('/r0', '/r1', '/r2'));
    expect({ peak, exitCode }).toEqual({ peak: 3, exitCode: 0 });
  });

  test('an unsafe request waits for all before it, and all after it wait', async () => {
    const requests = `${gets('a', 'b')}  write: { post: /write }\n${gets('c', 'd')}`;
    const { before } = await scheduled(requests);
    for (const earlier of ['< /a', '< /b']) expect(before(earlier, '> /write')).toBe(true);
    for (const later of ['> /c', '> /d']) expect(before('< /write', later)).toBe(true);
  });

  test('nothing overtakes a request that captures', async () => {
    const { before } = await scheduled(`${gets('a')}  one: { get: /one, capture: { id: $.id } }\n${gets('b')}`);
    expect(before('< /one', '> /b')).toBe(true);
  });
});

describe('needs', () => {
  test('make a graph: branches run side by side, whatever the file order', async () => {
    // `left2` and `right` are under way at once, which file order and a barrier would not allow.
    const requests = `  left: { post: /left }
  left2: { get: /left2, needs: [left] }
  right: { get: /right, needs: [start] }
  start: { get: /start }
  end: { get: /end, needs: [left2, right] }
`;
    const { before, shown } = await scheduled(requests, [], together('/left2', '/right'));
    expect(before('< /left', '> /left2')).toBe(true);
    expect(before('< /start', '> /right')).toBe(true);
    for (const earlier of ['< /left2', '< /right']) expect(before(earlier, '> /end')).toBe(true);
    expect(shown).toEqual(['✔ POST left', '✔ GET left2', '✔ GET right', '✔ GET start', '✔ GET end']);
  });

  test('a request with needs passes by what it does not need', async () => {
    const requests = `  first: { get: /first }
  slow: { post: /slow }
  quick: { get: /quick, needs: [first] }
`;
    await scheduled(requests, [], together('/slow', '/quick'));
  });

  test('unsafe requests keep their order, unless one needs the other', async () => {
    const requests = `  a: { post: /a, needs: [c] }
  b: { put: /b, needs: [get] }
  c: { delete: /c }
  get: { get: /get }
`;
    const { log } = await scheduled(requests);
    expect(log.filter((each) => /> \/[abc]/.test(each))).toEqual(['> /c', '> /a', '> /b']);
  });

  test('what captures a variable comes before who uses it, also by way of a variable of the request', async () => {
    const requests = `  first: { get: /first }
  id: { get: /id, capture: { id: $.id } }
  use: { get: "/use/{{ path }}", variables: { path: "x{{ id }}" }, needs: [first] }
`;
    const { log, before } = await scheduled(requests);
    expect(log).toContain('> /use/x1');
    expect(before('< /id', '> /use/x1')).toBe(true);
  });

  test('that fail skip who needs them, and say why', async () => {
    const requests = `  a: { get: /a, expect: { status: 201 } }
  b: { get: /b, needs: [a] }
  c: { get: /c, needs: [b] }
  d: { get: /d }
`;
    const { shown, exitCode } = await scheduled(requests);
    expect(shown).toEqual([
      '✘ GET a',
      '↓ GET b skipped: it needs a, which did not pass',
      '↓ GET c skipped: it needs b, which did not pass',
      '✔ GET d',
    ]);
    expect(exitCode).toBe(1);
  });

  test('in a circle are refused, with the whole circle and its place', async () => {
    const requests = `  a: { get: /a, needs: [c] }\n  b: { get: /b, needs: [a] }\n  c: { get: /c, needs: [b] }\n`;
    const { stderr, log, exitCode } = await scheduled(requests);
    expect(stderr).toContain('a.yaml:3:25: Requests need each other: a → c → b → a. [ERR_NEEDS_CYCLE]');
    expect(log).toEqual([]);
    expect(exitCode).toBe(3);
  });
});

describe('setup and teardown', () => {
  const requests = (setupStatus: number) => `  work: { get: "/work/{{ id }}", tags: [fast] }
  other: { get: /other, needs: [work] }
  prepare: { post: /prepare, setup: true, needs: [login], expect: { status: ${setupStatus} }, capture: { id: $.id } }
  login: { get: /login }
  clean: { delete: "/clean/{{ id }}", teardown: true }
`;

  test('come first and last, what a setup needs included', async () => {
    const { log, shown } = await scheduled(requests(200));
    expect(log.filter((each) => each.startsWith('>'))).toEqual([
      '> /login',
      '> /prepare',
      '> /work/1',
      '> /other',
      '> /clean/1',
    ]);
    expect(shown.map((line) => line.split(' ')[2])).toEqual(['prepare', 'login', 'work', 'other', 'clean']);
  });

  test.each([[['--request', 'work']], [['--tag', 'fast']]])('run also with %j', async (args) => {
    const { log } = await scheduled(requests(200), args);
    expect(log.filter((each) => each.startsWith('>'))).toEqual(['> /login', '> /prepare', '> /work/1', '> /clean/1']);
  });

  test('a setup that fails skips all else but what cleans up', async () => {
    const { shown, exitCode } = await scheduled(requests(201));
    expect(shown).toEqual([
      '✘ POST prepare',
      '✔ GET login',
      '↓ GET work skipped: the setup prepare did not pass',
      '↓ GET other skipped: the setup prepare did not pass',
      '✔ DELETE clean',
    ]);
    expect(exitCode).toBe(1);
  });

  test('a whole file or folder may be one; a request may say no', async () => {
    const origin = await serve(ok);
    const cwd = await tempDir({
      'c/collection.yaml': `baseUrl: ${origin}\n`,
      'c/a.yaml': 'requests: { work: { get: /work } }',
      'c/prepare/collection.yaml': 'setup: true\n',
      'c/prepare/x.yaml': 'requests: { one: { get: /one }, not: { get: /not, setup: false } }',
      'c/z.yaml': 'teardown: true\nrequests: { clean: { get: /clean } }',
      'c/zz.yaml': 'requests: { last: { get: /last } }',
    });
    const { stdout } = await runProgram(['run', 'c', '--concurrency', '1'], { cwd });
    expect([...stdout.matchAll(/✔ GET {4}(\w+)/g)].map(([, name]) => name)).toEqual([
      'one',
      'work',
      'not',
      'last',
      'clean',
    ]);
  });

  test('exclude each other', async () => {
    const { stderr } = await scheduled('  a: { get: /a, setup: true, teardown: true }\n');
    expect(stderr).toContain('a.yaml:3:30: `setup` and `teardown` exclude each other.');
  });

  test('a teardown runs after a failure with --bail', async () => {
    const bailing = `  make: { post: /make, capture: { id: $.id } }
  fail: { post: /fail, expect: { status: 201 } }
  never: { post: /never }
  clean: { delete: "/clean/{{ id }}", teardown: true }
`;
    const { shown, log } = await scheduled(bailing, ['--bail']);
    expect(shown[2]).toBe('↓ POST never skipped: an earlier request failed and --bail is on');
    expect(log).toContain('> /clean/1');
    expect(log).not.toContain('> /never');
  });
});

describe('what is chosen', () => {
  const requests = `  a: { get: /a, tags: [x] }
  b: { get: /b, tags: [x, slow], needs: [c] }
  c: { get: /c, tags: [slow] }
  d: { get: /d }
`;
  test.each([
    [['--tag', 'x'], 'a b c'],
    [['--tag', 'x', '--tag', 'slow'], 'a b c'],
    [['--exclude-tag', 'slow'], 'a d'],
    [['--tag', 'x', '--exclude-tag', 'slow'], 'a'],
    [['--request', 'b'], 'b c'],
    [['--request', 'd', '--request', 'a'], 'a d'],
    [['--request', 'b', '--exclude-tag', 'slow'], ''],
  ])('%j runs %s', async (args, names) => {
    const { shown } = await scheduled(requests, args);
    expect(shown.map((line) => line.split(' ')[2]).join(' ')).toBe(names);
  });

  test.each([
    [['--exclude-tag', 'slwo'], 'The collection has no request with the tag "slwo".'],
    [['--tag', 'slwo'], 'The collection has no request with the tag "slwo".'],
    [['--request', 'e'], 'The collection has no request "e".'],
  ])('%j is a mistake', async (args, message) => {
    const { stderr, exitCode } = await scheduled(requests, args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(3);
  });
});

test('--dry-run shows what may run side by side', async () => {
  const requests = `${gets('a', 'b')}  write: { post: /write }\n  free: { get: /free, needs: [a] }\n`;
  const { stdout, log } = await scheduled(requests, ['--dry-run']);
  const plan = stdout.split('\n').filter((line) => /^stage|^ {2}\S/.test(line));
  expect(plan.map((line) => line.replace(/ {2,}/g, ' ').trim())).toEqual([
    ...['stage 1', 'GET a a', 'GET b b'],
    ...['stage 2', 'POST write write', 'GET free free'],
  ]);
  expect(stdout).toContain('4 requests in 2 stages, nothing was sent');
  expect(log).toEqual([]);
});
