import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimiter, type RateRule } from './rate-limiter.ts';

const request = (url = 'https://h.example/') => ({ method: 'GET', url, headers: {} });
const rule = (requests: number, perMs: number, path = '/'): RateRule => ({
  text: `${requests} per ${perMs} to ${path}`,
  requests,
  perMs,
  appliesTo: ({ url }) => new URL(url).pathname.startsWith(path),
});

test('as many as are allowed start at once, the next when the first is a span away', () => {
  const limiter = new RateLimiter([rule(2, 1000)]);
  expect(limiter.start(request(), 0)).toBeUndefined();
  expect(limiter.start(request(), 400)).toBeUndefined();
  expect(limiter.start(request(), 500)).toEqual({ reason: '2 per 1000 to /', waitMs: 500 });
  expect(limiter.start(request(), 1000)).toBeUndefined();
  expect(limiter.start(request(), 1000)).toMatchObject({ waitMs: 400 });
});

test('the strictest rule counts, and a request that waits uses up nothing of the others', () => {
  const limiter = new RateLimiter([rule(3, 1000), rule(1, 5000, '/admin')]);
  const admin = request('https://h.example/admin');
  expect(limiter.start(admin, 0)).toBeUndefined();
  expect(limiter.start(admin, 0)).toEqual({ reason: '1 per 5000 to /admin', waitMs: 5000 });
  expect(limiter.start(request(), 0)).toBeUndefined();
  expect(limiter.start(request(), 0)).toBeUndefined();
  expect(limiter.start(request(), 0)).toMatchObject({ reason: '3 per 1000 to /' });
});

test('whatever comes when, no span ever holds more than are allowed', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 });
  fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 500 }), (gaps, requests, perMs) => {
      const limiter = new RateLimiter([rule(requests, perMs)]);
      const starts: number[] = [];
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const wait = limiter.start(request(), now);
        if (wait !== undefined) {
          now += wait.waitMs;
          // Who waits as long as it is told, and is alone, comes next.
          expect(limiter.start(request(), now)).toBeUndefined();
        }
        starts.push(now);
      }
      for (const [index, start] of starts.entries()) {
        const next = starts[index + requests];
        if (next !== undefined) expect(next - start).toBeGreaterThanOrEqual(perMs);
      }
    }),
  );
});
