import { expect, test } from 'vitest';
import { readCollectionFile } from './file.ts';
import { NOTHING_INHERITED } from './inheritance.ts';

function load(yaml: string) {
  const options = { name: 'a', prefix: '', parent: NOTHING_INHERITED, role: 'file' } as const;
  const { drafts, problems } = readCollectionFile('a.yaml', yaml, options);
  return {
    requests: drafts,
    problems: problems.map(({ location, message, hint }) => `${location.line}:${location.column} ${message} ${hint}`),
  };
}

test('retry is inherited, and a request knows whether it asks for it itself', () => {
  const { requests } = load(
    'retry: { count: 1 }\nrequests:\n  a: { get: "http://x" }\n  b: { get: "http://x", retry: { count: 2, on: [5xx, network] } }\n',
  );
  expect(requests[0]?.retry).toMatchObject({ count: 1, everyDuration: '1s', backoff: 'exponential', isOwn: false });
  expect(requests[1]?.retry).toMatchObject({ count: 2, on: { network: true, status: { op: 'oneOf' } }, isOwn: true });
});

test('what is wrong with a retry, a condition or a teardown is said where it stands', () => {
  const { problems } = load(`requests:
  a: { get: "http://x", retry: { count: 1.5 } }
  b: { get: "http://x", retry: { count: 101 } }
  c: { get: "http://x", retry: { count: 1, on: [netwrk], every: 5 } }
  d: { get: "http://x", when: {}, teardown: maybe }
  e: { get: "http://x", when: { "a b": 1, c: { mni: 1 } } }
  f: { get: "http://x", when: [1] }
  g: { post: "http://x", paginate: { by: odata, pages: 0, pageSize: 2 } }
  h: { post: "http://x", paginate: { by: odata, pages: 1, pageSize: 2 } }
`);
  expect(problems).toMatchSnapshot();
});
