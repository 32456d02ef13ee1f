import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPath, Locator, lineRangeOfBytes, locationOf, type Path, parsePath, valueTextOf } from './index.ts';
import { anyJson, bodyOf, linesOf, longJson, textsOf } from './test-bodies.ts';

/** Every node of a value with its path, in the order of the body. */
function* nodesOf(value: unknown, path: Path = []): Generator<{ path: Path; value: unknown }> {
  yield { path, value };
  if (Array.isArray(value)) for (const [index, each] of value.entries()) yield* nodesOf(each, [...path, index]);
  else if (value && typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) yield* nodesOf(each, [...path, key]);
  }
}

describe('a location', () => {
  test('is the path of every node, there and back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyJson, longJson), async (any) => {
        // Parsed once, because keys like "1" change their order.
        const value = JSON.parse(JSON.stringify(any)) as unknown;
        const body = await bodyOf(JSON.stringify(value));
        const starts = linesOf(body).filter((line) => line.role !== 'close');
        const nodes = [...nodesOf(value)];
        expect(starts.length).toBe(nodes.length);
        const locator = new Locator(body);
        const step = Math.ceil(nodes.length / 200);
        for (let i = 0; i < nodes.length; i += step) {
          const { path, value: node } = nodes[i] as { path: Path; value: unknown };
          const number = starts[i]?.number as number;
          expect(locationOf(body, number)).toEqual({ record: 0, path });
          const range = locator.rangeOf(path);
          expect(range?.first).toBe(number);
          expect(new Locator(body).rangeOf(path)).toEqual(range);
          expect(locationOf(body, range?.last as number)?.path).toEqual(path);
          expect(valueTextOf(body, number)).toEqual({ text: JSON.stringify(node, null, 2), truncated: false });
        }
      }),
    );
  });

  test('counts the records of JSON lines', async () => {
    const body = await bodyOf(Array.from({ length: 500 }, (_, i) => `{"a":[${i},{}]}`).join('\n'));
    const { first } = new Locator(body).rangeOf(['a', 0], 321) as { first: number };
    expect(textsOf(body)[first]).toBe('    321,');
    expect(locationOf(body, first)).toEqual({ record: 321, path: ['a', 0] });
    expect(new Locator(body).rangeOf([], 500)).toBeUndefined();
  });

  test('does not exist in text', async () => {
    const body = await bodyOf('hello');
    expect(locationOf(body, 0)).toBeUndefined();
    expect(new Locator(body).rangeOf([])).toBeUndefined();
  });
});

describe('a locator', () => {
  test('finds what JSON.parse keeps of duplicate keys', async () => {
    expect(new Locator(await bodyOf('{"a":1,"\\u0061":2}')).rangeOf(['a'])).toEqual({ first: 2, last: 2 });
  });

  test.each<Path>([['b'], [0], ['a', 'x'], ['a', 3], ['a', 0, 0]])('finds nothing at %j %j %j', async (...path) => {
    expect(new Locator(await bodyOf('{"a":[1,2,3]}')).rangeOf(path)).toBeUndefined();
  });

  test('finds paths in any order', async () => {
    const body = await bodyOf(JSON.stringify(Array.from({ length: 1000 }, (_, i) => [i])));
    const locator = new Locator(body);
    for (const i of [999, 0, 500, 501, 500, 700, 3])
      expect(locator.rangeOf([i])).toEqual({ first: 1 + 3 * i, last: 3 + 3 * i });
  });
});

test('bytes are mapped to lines', async () => {
  const text = ' {"a":[1,22],\n"b":{}}';
  const body = await bodyOf(text);
  const at = (part: string) => lineRangeOfBytes(body, text.indexOf(part), text.indexOf(part) + part.length);
  expect(at('{"a"')).toEqual({ first: 0, last: 1 });
  expect(at('22')).toEqual({ first: 3, last: 3 });
  expect(at('[1,22]')).toEqual({ first: 1, last: 4 });
  expect(at('{}')).toEqual({ first: 5, last: 5 });
  expect(lineRangeOfBytes(body, 0, 999)).toEqual({ first: 0, last: 6 });
});

describe('a normalized path', () => {
  test('is written as in RFC 9535', () => {
    expect(formatPath([])).toBe('$');
    expect(formatPath(['value', 0, "it's", '\n\u0000\\', 'é"'])).toBe(
      String.raw`$['value'][0]['it\'s']['\n\u0000\\']['é"']`,
    );
  });

  test('is read back', () => {
    const path = fc.array(fc.oneof(fc.nat(), fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(path, (steps) => {
        expect(parsePath(formatPath(steps))).toEqual(steps);
      }),
    );
  });

  test.each(['', '$.a', 'a', '$[0', '$["a"]', "$['a'].b", '$[-1]', "$['a]"])('is not %j', (text) => {
    expect(() => parsePath(text)).toThrow(SyntaxError);
  });
});

describe('the text of a value', () => {
  test('may be without quotes and escapes', async () => {
    const body = await bodyOf('{"a":"x\\n\\u00e9","b":1}');
    expect(valueTextOf(body, 1, { unquoted: true })).toEqual({ text: 'x\né', truncated: false });
    expect(valueTextOf(body, 1).text).toBe('"x\\n\\u00e9"');
    expect(valueTextOf(body, 2, { unquoted: true }).text).toBe('1');
  });

  test('is never longer than asked for', async () => {
    const body = await bodyOf(JSON.stringify({ a: 'é'.repeat(10_000), b: [1, 2, 3] }));
    for (const line of [0, 1, 2]) {
      const whole = valueTextOf(body, line).text;
      expect(valueTextOf(body, line, { maxLength: 9 })).toEqual({ text: whole.slice(0, 9), truncated: true });
    }
    expect(valueTextOf(body, 1, { maxLength: 5, unquoted: true })).toEqual({ text: 'ééééé', truncated: true });
  });
});
