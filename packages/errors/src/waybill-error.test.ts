import { expect, test } from 'vitest';
import { formatLocation, LocatedError, supportDetails, WaybillError } from './index.ts';

test('an error keeps its code, hint and cause', () => {
  const cause = new Error('socket closed');
  const error = new WaybillError('ERR_NETWORK_FAILED', 'The connection to 127.0.0.1 was lost.', {
    hint: 'Try again.',
    cause,
  });
  expect(error).toMatchObject({ name: 'WaybillError', code: 'ERR_NETWORK_FAILED', hint: 'Try again.', cause });
});

test('an error without a cause has no cause property, so that printing it shows none', () => {
  expect('cause' in new WaybillError('ERR_INTERNAL', 'x')).toBe(false);
});

test('a located error says where, as compilers do', () => {
  const error = new LocatedError('ERR_SCHEMA', 'Unknown key.', { file: 'smoke.yaml', line: 3, column: 5 });
  expect(error).toBeInstanceOf(WaybillError);
  expect(error.name).toBe('LocatedError');
  expect(formatLocation(error.location)).toBe('smoke.yaml:3:5');
});

test('what support asks for is told in one line, if the service told it', () => {
  const error = new WaybillError('ERR_AUTH_REFUSED', 'x');
  expect(supportDetails(error)).toBeUndefined();
  const details = { aadstsCode: 50076, correlationId: 'c', traceId: undefined, timestamp: '2026-11-24 12:00:00Z' };
  expect(supportDetails(Object.assign(error, { details }))).toBe('correlation id c, at 2026-11-24 12:00:00Z');
});
