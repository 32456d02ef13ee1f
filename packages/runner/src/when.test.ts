import { expect, test } from 'vitest';
import { json, outcomes, runYaml } from './testing/run-yaml.ts';

const withWhen = (when: string) => `
baseUrl: "{{ origin }}"
variables: { stage: test, nested: { on: true } }
requests:
  first: { get: /first, capture: { count: $.count } }
  a: { post: /a, when: ${when} }
`;

test.each([
  ['true'],
  ['"{{ nested.on }}"'],
  ['"{{ stage }}"'],
  ['{ stage: test }'],
  ['{ stage: [dev, "{{ stage }}"], count: { min: 2 } }'],
  ['{ missing: { exists: false } }'],
])('when %s: sent', async (when) => {
  expect(outcomes(await runYaml(withWhen(when), json({ count: 3 })))).toEqual(['first passed', 'a passed']);
});

test.each([
  ['false', 'its `when` is false'],
  [`"{{ missing | default('') }}"`, 'its `when` is empty'],
  ['"{{ zero }}"', 'its `when` is 0'],
  ['{ stage: prod }', 'stage is "test", and it is for "prod"'],
  ['{ count: { min: 9 } }', 'count is 3, and it is for at least 9'],
  ['{ missing: 1 }', 'missing is not set, and it is for 1'],
])('when %s: skipped, with the reason', async (when, reason) => {
  const outcome = await runYaml(withWhen(when), json({ count: 3 }), { variables: { zero: '0' } });
  expect(outcome.results[1]).toMatchObject({ outcome: 'skipped', reason });
  expect(outcome.terminal).toContain(`skipped: ${reason}`);
  expect(outcome.junit).toContain('<skipped message=');
});

test('an unknown variable in a template is a mistake, not a no', async () => {
  const outcome = await runYaml(withWhen('"{{ missing }}"'), json({ count: 3 }));
  expect(outcome.results[1]).toMatchObject({ outcome: 'failed', error: { code: 'ERR_VARIABLE_UNKNOWN' } });
});

test('what was to be captured counts as used', async () => {
  const outcome = await runYaml(withWhen('{ count: 3 }'), json({}));
  expect(outcome.results[1]).toMatchObject({ reason: 'it uses "count", which first did not capture' });
});
