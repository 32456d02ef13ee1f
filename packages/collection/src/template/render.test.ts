import { WaybillError } from '@waybill/errors';
import { describe, expect, test } from 'vitest';
import { type VariableLayer, valuesLayer } from '../variables.ts';
import type { RenderContext } from './evaluate.ts';
import { referencedVariables } from './references.ts';
import { render, renderText, resolveVariable } from './render.ts';

const location = { file: 'smoke.yaml', line: 4, column: 7 };

function contextOf(values: Record<string, unknown>, rest: Partial<RenderContext> = {}): RenderContext {
  return {
    layers: [valuesLayer('test', values, { templated: true })],
    env: {},
    now: () => new Date('2026-01-02T03:04:05.678Z'),
    ...rest,
  };
}

function text(template: string, values: Record<string, unknown> = {}, rest: Partial<RenderContext> = {}): string {
  return renderText(template, contextOf(values, rest), location);
}

function failure(action: () => unknown): Record<string, unknown> {
  try {
    action();
  } catch (error) {
    if (error instanceof WaybillError) return { code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('expressions', () => {
  test.each([
    ['plain $top text', {}, 'plain $top text'],
    ['/groups/{{ id }}/users', { id: 'a' }, '/groups/a/users'],
    ['{{id}}{{ id }}', { id: 1 }, '11'],
    ['{{ a.b[0].c }}', { a: { b: [{ c: 'x' }] } }, 'x'],
    ["{{ a['content-type'] }}", { a: { 'content-type': 'x' } }, 'x'],
    ['{{ a.content-type }}', { a: { 'content-type': 'x' } }, 'x'],
    ['{{ a[-1] }}', { a: [1, 2] }, '2'],
    ['{{ a }}', { a: { b: [1] } }, '{"b":[1]}'],
    ['<{{ a }}>', { a: null }, '<>'],
    ["{{ '{{' }}x}}", {}, '{{x}}'],
    ['{{ "a\\"b" }}', {}, 'a"b'],
    ['{{ now() }}', {}, '2026-01-02T03:04:05.678Z'],
    ["{{ ago('26h') }}", {}, '2026-01-01T01:04:05.678Z'],
    ['{{ fromNow(limit) }}', { limit: '10m' }, '2026-01-02T03:14:05.678Z'],
    ["{{ ago('24h') | date }}", {}, '2026-01-01'],
    ['{{ random(3, 3) }}', {}, '3'],
    ["{{ 'ä' | base64 }}", {}, 'w6Q='],
    ["{{ '??>' | base64url }}", {}, 'Pz8-'],
    ["{{ 'a b&c' | urlencode }}", {}, 'a%20b%26c'],
    ['{{ a | json }}', { a: 'x' }, '"x"'],
    ["{{ ' Ab ' | trim | lower }}{{ 'b' | upper }}", {}, 'abB'],
    ["{{ missing | default('x') }}", {}, 'x'],
    ['{{ a.b.c | default(d) | upper }}', { a: {}, d: 'y' }, 'Y'],
    ["{{ env.NOPE | default('x') }}", {}, 'x'],
    ["{{ a | default('x') }}", { a: '' }, ''],
    ["{{ a | default('x') }}", { a: null }, 'x'],
  ])('%s', (template, values, expected) => {
    expect(text(template, values)).toBe(expected);
  });

  test('uuid and random make new values', () => {
    expect(text('{{ uuid() }}')).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(Number(text('{{ random(1, 9) }}'))).toSatisfy((value: number) => value >= 1 && value <= 9);
  });

  test('a whole-value template keeps its type, deep inside structures', () => {
    const context = contextOf({ list: [1], count: 2, flag: false, nothing: null });
    const value = { a: ['{{ list }}', '{{ count }}', '{{ flag }}', '{{ nothing }}', 'n{{ count }}'], b: 5 };
    expect(render(value, context, location)).toEqual({ a: [[1], 2, false, null, 'n2'], b: 5 });
  });

  test('templates in keys are rendered', () => {
    expect(render({ '{{ a }}': 1 }, contextOf({ a: 'x' }), location)).toEqual({ x: 1 });
  });

  test('env reads the environment, and secret-looking values are handed out for redaction', () => {
    const secrets: string[] = [];
    const env = { CLIENT_SECRET: 's1', API_KEY: 's2', PATH: 'p', MONKEY: 'm', access_token: 's3' };
    const rest = { env, onSecret: (value: string) => secrets.push(value) };
    expect(text('{{ env.CLIENT_SECRET }}{{ env.API_KEY }}{{ env.PATH }}{{ env.MONKEY }}', {}, rest)).toBe('s1s2pm');
    text('{{ env.access_token }}', {}, rest);
    expect(secrets).toEqual(['s1', 's2', 's3']);
  });
});

describe('variables', () => {
  test('the first layer that has a name wins and is named', () => {
    const layers = [valuesLayer('command line', { a: 1 }), valuesLayer('file', { a: 2, b: 3 })];
    const context = contextOf({}, { layers });
    expect(resolveVariable('a', context, location)).toEqual({ value: 1, origin: 'command line' });
    expect(resolveVariable('b', context, location)).toEqual({ value: 3, origin: 'file' });
  });

  test('variables refer to variables of any layer', () => {
    expect(text('{{ url }}', { url: '{{ host }}/v1', host: 'https://{{ name }}', name: 'x' })).toBe('https://x/v1');
  });

  test('values of untemplated layers are data, whatever they hold', () => {
    const layers = [valuesLayer('captured', { a: '{{ env.HOME }}' })];
    expect(text('{{ a }}', {}, { layers })).toBe('{{ env.HOME }}');
  });

  test('what a layer throws comes through', () => {
    const layer: VariableLayer = {
      ...valuesLayer('secrets', {}),
      get: () => {
        throw new WaybillError('ERR_SECRET_MISSING', 'no');
      },
    };
    expect(failure(() => text('{{ a }}', {}, { layers: [layer] }))).toMatchObject({ code: 'ERR_SECRET_MISSING' });
  });

  test('cycles are named', () => {
    expect(failure(() => text('{{ a }}', { a: '{{ b }}', b: 'x{{ c }}', c: '{{ a }}' }))).toEqual({
      code: 'ERR_VARIABLE_CYCLE',
      message: 'Variables refer to each other in a circle: a → b → c → a.',
      hint: 'Give one of them a value of its own.',
    });
    expect(failure(() => text('{{ a }}', { a: '{{ a }}' }))).toMatchObject({
      message: 'The variable `a` refers to itself.',
    });
  });

  test('unknown variables are explained', () => {
    expect(failure(() => text('{{ workspacId }}', { workspaceId: 1 }))).toMatchInlineSnapshot(`
      {
        "code": "ERR_VARIABLE_UNKNOWN",
        "hint": "Did you mean \`workspaceId\`? Variables come from --var, a data row, an earlier \`capture\`, or \`variables\` in a request, file, folder or environment.",
        "message": "The variable \`workspacId\` is not defined.",
      }
    `);
    expect(failure(() => text('{{ env.NOPE }}'))).toMatchInlineSnapshot(`
      {
        "code": "ERR_VARIABLE_UNKNOWN",
        "hint": "Set NOPE before the start, or give a fallback: {{ env.NOPE | default('…') }}.",
        "message": "The environment variable \`NOPE\` is not set.",
      }
    `);
    expect(failure(() => text('{{ a.naem }}', { a: { name: 1 } }))).toMatchInlineSnapshot(`
      {
        "code": "ERR_VARIABLE_UNKNOWN",
        "hint": "Did you mean \`name\`?",
        "message": "\`a\` has no \`naem\`.",
      }
    `);
    expect(failure(() => text('{{ a.x.y }}', { a: 5 }))).toMatchInlineSnapshot(`
      {
        "code": "ERR_VARIABLE_UNKNOWN",
        "hint": "It has no members of that kind.",
        "message": "\`a\` has no \`x\`.",
      }
    `);
    expect(failure(() => resolveVariable('zzz', contextOf({}), location))).toMatchInlineSnapshot(`
      {
        "code": "ERR_VARIABLE_UNKNOWN",
        "hint": "Variables come from --var, a data row, an earlier \`capture\`, or \`variables\` in a request, file, folder or environment.",
        "message": "The variable \`zzz\` is not defined.",
      }
    `);
  });

  test.each(['constructor', '__proto__', 'toString', 'a.constructor', 'a.__proto__', 'list.length', 'word.length'])(
    '{{ %s }} reaches nothing that is not data',
    (path) => {
      const values = { a: {}, list: [1], word: 'abc' };
      expect(failure(() => text(`{{ ${path} }}`, values))).toMatchObject({ code: 'ERR_VARIABLE_UNKNOWN' });
    },
  );

  test('a key __proto__ stays data', () => {
    const rendered = render(JSON.parse('{"__proto__": {"admin": "{{ a }}"}}'), contextOf({ a: true }), location);
    expect(JSON.stringify(rendered)).toBe('{"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(rendered)).toBe(Object.prototype);
  });
});

describe('syntax', () => {
  test.each([
    '{{ a',
    '{{ }}',
    '{{ $a }}',
    '{{ a b }}',
    '{{ a. }}',
    '{{ a[b] }}',
    "{{ 'a }}",
    '{{ a | uper }}',
    '{{ uid() }}',
    '{{ random(1) }}',
    '{{ env }}',
    '{{ a | default }}',
    '{{ a + 1 }}',
  ])('%s is refused with what to write', (template) => {
    expect(failure(() => text(template))).toMatchSnapshot();
  });

  test('calls may not nest without end', () => {
    const deep = `{{ ${'uuid('.repeat(10_000)} }}`;
    expect(failure(() => text(deep))).toMatchObject({ code: 'ERR_TEMPLATE_SYNTAX' });
  });

  test('ago and fromNow need a duration', () => {
    expect(failure(() => text('{{ ago(26) }}'))).toMatchObject({ code: 'ERR_SCHEMA', hint: 'Write `26s` or `26ms`.' });
    expect(failure(() => text("{{ fromNow('tomorrow') }}"))).toMatchObject({ code: 'ERR_SCHEMA' });
  });

  test('random needs two whole numbers in order', () => {
    expect(failure(() => text('{{ random(9, 1) }}'))).toMatchObject({ code: 'ERR_SCHEMA' });
    expect(failure(() => text("{{ random('a', 1) }}"))).toMatchObject({ code: 'ERR_SCHEMA' });
  });
});

test('referenced variables are the roots, anywhere inside; a wrong template names none', () => {
  const value = { '{{ k }}': ['{{ a.b }} {{ c | default(d) }} {{ random(e, 2) }}', { x: '{{ env.HOME }} {{ wrong' }] };
  expect([...referencedVariables(value)]).toEqual(['k', 'a', 'c', 'd', 'e']);
});
