import type { Expectations, Json, RequestDefinition } from '@waybill/collection';
import { describeMatcher } from '@waybill/runner';
import type { Theme } from '../theme/theme.ts';
import type { Line } from '../ui/lines.tsx';
import { type Rule, rulesOf } from './expectation-rules.ts';
import type { RequestItem } from './request-items.ts';
import { shownStatus, typedStatus } from './typed-value.ts';

/** What a response must be, what is captured from it, and how an operation is followed. */
export function expectItems(
  { expect, warn, capture, poll, events, download }: RequestDefinition,
  written: Readonly<Record<string, Json>>,
  theme: Theme,
): readonly RequestItem[] {
  const rule = (subject: string, text: string): { line: Line } => ({
    line: [{ text: subject, color: theme.key }, { text: `  ${text}` }],
  });
  const status = rule('status', expect.status === undefined ? 'below 400' : describeMatcher(expect.status.matcher));
  const value = shownStatus((written.expect as Readonly<Record<string, Json>> | undefined)?.status);
  const label: Line = [{ text: 'status', color: theme.key }, { text: '  ' }];
  return [
    { ...status, edit: { path: ['expect', 'status'], label, value, read, isOwn: false } },
    ...rulesOf(expect).map(([subject, text]) => rule(subject, text)),
    ...(warn === undefined ? [] : warnRules(warn).map(([subject, text]) => rule(`warn ${subject}`, text))),
    ...capture.map(({ name, from }) => rule(`→ ${name}`, from.kind === 'body' ? from.path : from.kind)),
    ...(poll === undefined
      ? []
      : [rule('poll', `${poll.url} every ${poll.everyDuration}, up to ${poll.timeoutDuration}`)]),
    ...(events === undefined ? [] : [rule('events', `up to ${events.max}, for ${events.timeoutDuration}`)]),
    ...(events?.until ?? []).map(({ path, matcher }) => rule(`until ${path}`, describeMatcher(matcher))),
    ...(download === undefined ? [] : [rule('download', download)]),
  ];
}

function warnRules(warn: Expectations): readonly Rule[] {
  const { status } = warn;
  return [...(status === undefined ? [] : [['status', describeMatcher(status.matcher)] as const]), ...rulesOf(warn)];
}

/** An emptied status is none: whatever is below 400 is fine. */
function read(text: string): Json | undefined {
  return text.trim() === '' ? undefined : typedStatus(text);
}
