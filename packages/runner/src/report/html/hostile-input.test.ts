import fc from 'fast-check';
import { expect, test } from 'vitest';
import { htmlReporter } from '../../index.ts';

/** Everything between tags that is ours has a name of these. */
const OWN_TAGS = new Set(
  'html head meta link title style body a header h1 h2 h3 h4 form fieldset legend label input div p main section time span details summary b dl dt dd pre script'.split(
    ' ',
  ),
);

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '<!--',
    ']]>',
    "'",
    '\u202e<b>',
    '\ud800',
  ),
);

const page = (event: (write: ReturnType<typeof htmlReporter>) => void) => {
  const reporter = htmlReporter();
  event(reporter);
  return reporter.document();
};

test('no text of a run becomes a tag, an attribute or a script', () => {
  const empty = page((reporter) =>
    reporter.onEvent({ type: 'run-started', title: 'x', total: 1, startedOn: 'x', problems: [] }),
  );
  fc.assert(
    fc.property(text, text, text, (name, actual, docs) => {
      const location = { file: name, line: 1, column: 1 };
      const mismatch = { subject: name, expected: actual, actual, location };
      const html = page((reporter) => {
        reporter.onEvent({ type: 'run-started', title: name, total: 1, startedOn: name, problems: [] });
        reporter.onEvent({
          type: 'request-finished',
          result: {
            ...{ id: name, name, trail: [name], method: name, location, docs, durationMs: 1, outcome: 'failed' },
            ...{ cause: 'expectation', mismatches: [mismatch], warnings: [mismatch] },
            error: { code: name, message: actual, hint: actual },
            findings: [{ cause: actual, remedy: name }],
            exchange: { request: [name], response: [actual] },
            retries: [{ reason: actual, waitMs: 1, throttled: false }],
          },
        });
      });
      const tags = [...html.matchAll(/<\/?([^\s>]*)[^>]*>/g)];
      for (const [tag, tagName] of tags.slice(1)) {
        expect(OWN_TAGS).toContain(tagName);
        expect(tag.replace(/="[^"]*"/g, '')).not.toMatch(/ on[a-z]+|["'=]/i);
      }
      expect(html.match(/<script>.*<\/script>/s)?.[0]).toBe(empty.match(/<script>.*<\/script>/s)?.[0]);
      expect(html).not.toMatch(/href="(?!#|data:,|https?:)/);
      expect(html.isWellFormed()).toBe(true);
    }),
  );
});
