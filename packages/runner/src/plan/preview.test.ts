import { expect, test } from 'vitest';
import { createPlan, previewPlan, showPreview } from '../index.ts';
import { prepare } from '../testing/run-yaml.ts';

test('a preview shows every request as it would be sent, and sends nothing', async () => {
  let calls = 0;
  const yaml = `
baseUrl: "{{ origin }}"
requests:
  first: { get: "/first?$top=1", capture: { id: $.id, location: { header: location } } }
  second:
    post: "/second/{{ id }}"
    auth: app
    headers: { x-secret: "{{ clientSecret }}" }
    json: { id: "{{ id }}" }
  form: { post: /form, form: { id: "{{ id }}" } }
  follow: { get: "{{ location }}", name: Follows }
  off: { get: /off, when: false }
  wrong: { get: "/{{ missing }}" }
  nobody: { get: /nobody, auth: nobody }
  clean: { delete: /clean, teardown: true }
`;
  const { collection, services, redactor, origin, folder } = await prepare(
    yaml,
    (_request, response) => {
      calls += 1;
      response.end();
    },
    { clientSecret: 'opensesame-opensesame' },
  );
  redactor.add('opensesame-opensesame');
  const previews = [...previewPlan(createPlan(collection), services)];
  const shown = previews.flatMap((preview) => [`stage ${preview.stage}`, ...showPreview(preview, redactor)]).join('\n');
  expect(shown.replaceAll(origin, 'http://server').replaceAll(folder, '')).toMatchSnapshot();
  expect(shown).not.toContain('opensesame');
  expect(calls).toBe(0);
});
