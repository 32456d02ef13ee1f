import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatLocation, LocatedError } from '@waybill/errors';
import { expect, onTestFinished, test } from 'vitest';
import { render, renderText } from '../template/render.ts';
import { valuesLayer } from '../variables.ts';
import { loadCollection } from './collection.ts';

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-collection-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries({ '.git/HEAD': '', ...files })) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

async function load(files: Record<string, string>, path = '.') {
  const folder = await folderWith(files);
  const { collection, problems } = await loadCollection(join(folder, path));
  const relative = (text: string) => text.replace(`${folder}/`, '');
  return {
    collection,
    folder,
    ids: collection.requests.map(({ id }) => id),
    problems: problems.map(({ location, code, message }) => `${relative(formatLocation(location))} ${code} ${message}`),
  };
}

const one = (line = '') => `requests:\n  one: { get: https://x${line === '' ? '' : `, ${line}`} }\n`;

const tree = {
  'collection.yaml':
    'name: Power BI\nauth: robot\nbaseUrl: https://x\nheaders: { Accept: a, X-Root: r }\ntags: [root]\ntimeout: 1s\nvariables: { v: root }\n',
  'b.yml': 'name: B\nrequests:\n  one: { get: /b }\n',
  'admin/collection.yaml': 'baseUrl: https://admin\nheaders: { ACCEPT: b }\ntags: [admin]\nvariables: { v: admin }\n',
  'admin/a.yaml':
    'auth: none\nvariables: { v: file }\nrequests:\n  one:\n    get: /a\n    headers: { accept: c }\n    tags: [own, root]\n    variables: { v: request }\n  two: { get: /a, auth: me, timeout: 2s }\n',
  'plain/deep/c.yaml': one(),
  'environments/x.yaml': 'cloud: sandbox\n',
  '.hidden/d.yaml': 'nonsense',
  'notes.txt': 'nonsense',
};

test('a folder holds its files and subfolders by name, and ids are paths', async () => {
  const { ids, problems, collection, folder } = await load(tree);
  expect(problems).toEqual([]);
  expect(ids).toEqual(['admin/a/one', 'admin/a/two', 'b/one', 'plain/deep/c/one']);
  expect(collection).toMatchObject({ name: 'Power BI', folder });
  expect(collection.requests.map(({ trail }) => trail.join(' / '))).toEqual([
    'Power BI / admin / a',
    'Power BI / admin / a',
    'Power BI / B',
    'Power BI / plain / deep / c',
  ]);
});

test('the nearest value wins; headers and tags add up; variables keep their layers', async () => {
  const { collection, folder } = await load(tree);
  const [one, two, b] = collection.requests;
  expect(one).toMatchObject({
    url: 'https://admin/a',
    headers: { accept: 'c', 'X-Root': 'r' },
    tags: ['root', 'admin', 'own'],
    auth: undefined,
    timeout: '1s',
  });
  expect(one?.layers.map((layer) => [layer.origin, layer.get('v')])).toEqual([
    ['request one', 'request'],
    ['file a', 'file'],
    ['folder admin', 'admin'],
    ['folder Power BI', 'root'],
  ]);
  expect(one?.layers[3]?.locate?.('v')).toMatchObject({ file: join(folder, 'collection.yaml'), line: 7, column: 17 });
  expect(two).toMatchObject({ auth: 'me', timeout: '2s', headers: { ACCEPT: 'b' } });
  expect(b).toMatchObject({ auth: 'robot', url: 'https://x/b' });
  expect(b?.authLocation).toEqual({ file: join(folder, 'collection.yaml'), line: 2, column: 7 });
});

test('a single file inherits from the folders above and finds their environments', async () => {
  const { ids, collection, folder } = await load(tree, 'admin/a.yaml');
  expect(ids).toEqual(['one', 'two']);
  expect(collection).toMatchObject({ name: 'a', folder });
  expect(collection.requests[0]).toMatchObject({
    trail: ['a'],
    url: 'https://admin/a',
    tags: ['root', 'admin', 'own'],
  });
  expect((await load(tree, 'plain/deep')).collection.requests[0]).toMatchObject({ id: 'c/one', auth: 'robot' });
});

test('a file with problems contributes nothing, the others do', async () => {
  const { ids, problems } = await load({ 'a.yaml': one(), 'b.yaml': one('expcet: {}'), 'c.yaml': '' });
  expect(ids).toEqual(['a/one']);
  expect(problems).toEqual([
    'b.yaml:2:26 ERR_SCHEMA Unknown key `expcet`.',
    'c.yaml:1:1 ERR_SCHEMA The file is empty.',
  ]);
});

test('a broken collection.yaml is reported once, not through every URL below it', async () => {
  const { problems } = await load({ 'collection.yaml': 'baseUrl: "x\n', 'a.yaml': 'requests:\n  a: { get: /x }\n' });
  expect(problems).toEqual(['collection.yaml:1:10 ERR_YAML_SYNTAX The quote that opens here is never closed.']);
});

test('files for the same part of a collection are refused', async () => {
  const { problems } = await load({
    'a.yaml': one(),
    'a.yml': one(),
    'collection.yaml': 'name: x',
    'collection.yml': '',
  });
  expect(problems).toEqual([
    'collection.yml:1:1 ERR_SCHEMA `collection.yaml` and `collection.yml` stand for the same part of the collection.',
    'a.yml:1:1 ERR_SCHEMA `a.yaml` and `a.yml` stand for the same part of the collection.',
  ]);
});

test('needs are found in the same file first, then by full id', async () => {
  const { collection, problems } = await load({
    'a.yaml': 'requests:\n  one: { get: https://x, needs: [two, b/one, two] }\n  two: { get: https://x }\n',
    'b.yaml': one(),
  });
  expect(problems).toEqual([]);
  expect(collection.requests[0]?.needs).toEqual(['a/two', 'b/one']);
});

test('unknown needs are reported with a suggestion', async () => {
  const folder = await folderWith({ 'a.yaml': 'requests:\n  first: { get: https://x, needs: [frist] }\n' });
  const { problems } = await loadCollection(join(folder, 'a.yaml'));
  expect(problems[0]).toMatchObject({
    code: 'ERR_REQUEST_UNKNOWN',
    message: 'There is no request `frist`.',
    hint: 'Did you mean `first`?',
    location: { line: 2, column: 36 },
  });
});

test('cycles of needs are named in every file on the way, whose requests do not count', async () => {
  const { ids, problems } = await load({
    'a.yaml': one('needs: [b/one]'),
    'b.yaml': one('needs: [c/one]'),
    'c.yaml': one('needs: [a/one]'),
    'd.yaml': one('needs: [one]'),
    'e.yaml': one(),
  });
  expect(ids).toEqual(['e/one']);
  expect(problems).toEqual([
    'a.yaml:2:34 ERR_NEEDS_CYCLE Requests need each other: a/one → b/one → c/one → a/one.',
    'b.yaml:2:34 ERR_NEEDS_CYCLE Requests need each other: a/one → b/one → c/one → a/one.',
    'c.yaml:2:34 ERR_NEEDS_CYCLE Requests need each other: a/one → b/one → c/one → a/one.',
    'd.yaml:2:34 ERR_NEEDS_CYCLE The request `d/one` needs itself.',
  ]);
});

test('an unknown variable is located at its braces, in the file that wrote them', async () => {
  const { collection, folder } = await load({
    'collection.yaml': 'baseUrl: "http://{{ host }}"\nvariables: { id: "x-{{ missing }}" }\n',
    'a.yaml':
      'requests:\n  a:\n    post: /a/{{ idd }}\n    json:\n      list:\n        - "{{ first }}"\n        - "n {{ id }}"\n',
  });
  const [request] = collection.requests;
  if (request?.body?.kind !== 'json') throw new Error('unexpected');
  const { body, layers, locate } = request;
  const context = (values: object) => ({
    layers: [valuesLayer('test', { ...values }), ...layers],
    env: {},
    now: () => new Date(0),
  });
  const failing = (action: () => unknown) => {
    try {
      action();
    } catch (error) {
      if (error instanceof LocatedError) return formatLocation(error.location).replace(`${folder}/`, '');
    }
    return 'nothing failed';
  };
  const url = (values: object) => failing(() => renderText(request.url, context(values), locate(['url'])));
  const json = (values: object) => failing(() => render(body.value, context(values), locate(['body'])));
  expect([url({}), url({ host: 'x' }), json({}), json({ first: 1 })]).toEqual([
    'collection.yaml:1:18',
    'a.yaml:3:14',
    'a.yaml:6:12',
    'collection.yaml:2:21',
  ]);
});

test('a long chain of needs does not exhaust the stack', async () => {
  const lines = Array.from(
    { length: 5_000 },
    (_, index) => `  r${index}: { get: https://x, needs: [r${(index + 1) % 5_000}] }`,
  );
  const { problems } = await load({ 'a.yaml': `requests:\n${lines.join('\n')}\n` }, 'a.yaml');
  expect(problems).toHaveLength(1);
});

test('a file that can not be read is a problem of its own; links to files are followed', async () => {
  const folder = await folderWith({ 'a.yaml': one(), 'sub/b.yaml': one() });
  await symlink(join(folder, 'sub'), join(folder, 'c.yaml'));
  await symlink(join(folder, 'a.yaml'), join(folder, 'd.yaml'));
  const { collection, problems } = await loadCollection(folder);
  expect(collection.requests.map(({ id }) => id)).toEqual(['a/one', 'd/one', 'sub/b/one']);
  expect(problems).toMatchObject([
    { code: 'ERR_FILE_UNREADABLE', location: { file: join(folder, 'c.yaml'), line: 1 } },
  ]);
});

test('a need of another file points to the folder when a file is run alone', async () => {
  const folder = await folderWith({ 'a.yaml': one('needs: [b/one]'), 'b.yaml': one() });
  const { problems } = await loadCollection(join(folder, 'a.yaml'));
  expect(problems[0]?.hint).toMatch(/^To use requests of other files, give their folder\./);
});

test('a path that is not there names what is', async () => {
  const folder = await folderWith({ 'smoke.yaml': one() });
  await expect(loadCollection(join(folder, 'smokee.yaml'))).rejects.toMatchObject({
    code: 'ERR_FILE_NOT_FOUND',
    hint: 'There is smoke.yaml.',
  });
  await expect(loadCollection(join(folder, 'smoke.yaml/x'))).rejects.toMatchObject({ code: 'ERR_FILE_NOT_FOUND' });
});

test('a folder without collection files is refused', async () => {
  const folder = await folderWith({ 'environments/x.yaml': '' });
  await expect(loadCollection(folder)).rejects.toMatchObject({ code: 'ERR_FILE_NOT_FOUND' });
});
