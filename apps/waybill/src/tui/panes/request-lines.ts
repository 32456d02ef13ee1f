import type { RequestDefinition } from '@waybill/collection';
import { formatLocation } from '@waybill/errors';
import { describeMatcher } from '@waybill/runner';
import type { REQUEST_TABS } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';

type Tab = (typeof REQUEST_TABS)[number];

/** One tab of a request as it is written, templates unfilled. */
export function requestLines(request: RequestDefinition, tab: Tab, theme: Theme): readonly Line[] {
  switch (tab) {
    case 'URL':
      return urlLines(request, theme);
    case 'Headers':
      return pairs(request.headers, theme, 'No headers are written.');
    case 'Body':
      return bodyLines(request, theme);
    case 'Auth':
      return [
        plain(request.auth ?? 'none'),
        ...(request.authLocation === undefined
          ? []
          : [plain(`from ${formatLocation(request.authLocation)}`, { dim: true })]),
      ];
    case 'Expect':
      return expectLines(request, theme);
  }
}

function urlLines(request: RequestDefinition, theme: Theme): readonly Line[] {
  const query = Object.entries(request.query);
  return [
    [{ text: `${request.method} `, color: theme.accent, bold: true }, { text: request.url }],
    ...query.map(
      ([name, value]): Line => [
        { text: `  ${name}`, color: theme.key },
        { text: ` = ${typeof value === 'string' ? value : JSON.stringify(value)}` },
      ],
    ),
    ...(request.description === undefined ? [] : [[], plain(request.description)]),
    ...(request.docs === undefined ? [] : [plain(request.docs, { color: theme.accent })]),
    [],
    plain(formatLocation(request.location), { dim: true }),
  ];
}

function pairs(values: Readonly<Record<string, unknown>>, theme: Theme, empty: string): readonly Line[] {
  const entries = Object.entries(values);
  if (entries.length === 0) return [plain(empty, { dim: true })];
  return entries.map(([name, value]): Line => [{ text: name, color: theme.key }, { text: `: ${String(value)}` }]);
}

function bodyLines({ body }: RequestDefinition, theme: Theme): readonly Line[] {
  if (body === undefined) return [plain('No body.', { dim: true })];
  if (body.kind === 'form') return pairs(body.fields, theme, 'The form is empty.');
  const text = body.kind === 'json' ? JSON.stringify(body.value, null, 2) : body.text;
  return text.split('\n').map((line) => plain(line));
}

function expectLines({ expect, capture, poll }: RequestDefinition, theme: Theme): readonly Line[] {
  const rule = (subject: string, text: string): Line => [{ text: subject, color: theme.key }, { text: `  ${text}` }];
  return [
    rule('status', expect.status === undefined ? 'below 400' : describeMatcher(expect.status.matcher)),
    ...(expect.time === undefined ? [] : [rule('time', `${expect.time.operator} ${expect.time.duration}`)]),
    ...expect.headers.map(({ name, matcher }) => rule(name, describeMatcher(matcher))),
    ...expect.body.map(({ path, matcher }) => rule(path ?? 'body', describeMatcher(matcher))),
    ...capture.map(({ name, from }) => rule(`→ ${name}`, from.kind === 'body' ? from.path : from.kind)),
    ...(poll === undefined
      ? []
      : [rule('poll', `${poll.url} every ${poll.everyDuration}, up to ${poll.timeoutDuration}`)]),
  ];
}
