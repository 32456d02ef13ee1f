import {
  type Expectations,
  type Matcher,
  type RenderContext,
  type RequestDefinition,
  renderText,
} from '@waybill/collection';
import type { HttpResponse } from '@waybill/rest';
import { located } from '../located.ts';
import type { Mismatch } from '../result.ts';
import type { RunnerServices } from '../services.ts';
import { checkEvents } from './check-events.ts';
import { checkGraphql } from './check-graphql.ts';
import { checkCertificate, checkSize, checkTime } from './check-limits.ts';
import { checkMatcher } from './check-matcher.ts';
import { addSnapshotCheck } from './check-snapshot.ts';
import { addXmlChecks } from './check-xml.ts';
import { type Checked, Checklist } from './checklist.ts';
import { presence } from './evaluate-matcher.ts';
import { isHidden } from './hidden-value.ts';
import { selectByPath } from './select-by-path.ts';

/** What a response is held against, and the templates in it. */
export interface Standard {
  readonly response: HttpResponse;
  readonly context: RenderContext;
  readonly services: Pick<RunnerServices, 'snapshots' | 'redactor'>;
}

/** Checks everything a request expects. Without an expected status, any from 200 to 399 will do. */
export function checkExpectations(request: RequestDefinition, standard: Standard): Promise<Checked> {
  const { expect, location } = request;
  const withStatus = { ...expect, status: expect.status ?? { matcher: SUCCESS, location } };
  return checkAll(request, withStatus, standard, (checklist) => {
    checklist.add('graphql', location, () => checkGraphql(request, standard));
    checklist.add('events', location, () => checkEvents(request, standard));
  });
}

/** Checks what a request only warns about. */
export async function checkWarnings(request: RequestDefinition, standard: Standard): Promise<Checked> {
  const { warn } = request;
  return warn === undefined ? { mismatches: [] } : checkAll(request, warn, standard);
}

const SUCCESS: Matcher = {
  op: 'all',
  matchers: [
    { op: 'min', value: 200 },
    { op: 'max', value: 399 },
  ],
};

/** One check after the other, none of which hides another. */
async function checkAll(
  request: RequestDefinition,
  expect: Expectations,
  standard: Standard,
  addMore: (checklist: Checklist) => void = () => undefined,
): Promise<Checked> {
  const { response, context } = standard;
  const checklist = new Checklist();
  const { status, time, size, certificate, redirect, xml, snapshot } = expect;
  if (status !== undefined) {
    checklist.add('status', status.location, () => checkMatcher('status', status, presence(response.status), context));
  }
  if (time !== undefined) checklist.add('time', time.location, () => checkTime(time, response, context));
  if (size !== undefined) checklist.add('size', size.location, () => checkSize(size, response, context));
  if (certificate !== undefined) {
    checklist.add('certificate', certificate.location, () => checkCertificate(certificate, response, context));
  }
  if (redirect !== undefined) {
    const actual = presence(response.redirects.length === 0 ? undefined : response.sent.url);
    checklist.add('redirect', redirect.location, () => checkMatcher('redirect', redirect, actual, context));
  }
  for (const { name, ...header } of expect.headers) {
    const actual = presence(response.headers[name.toLowerCase()]);
    if (isHidden(actual, response)) continue;
    const subject = `header ${name}`;
    checklist.add(subject, header.location, () => checkMatcher(subject, header, actual, context));
  }
  for (const body of expect.body) {
    checklist.add(body.path ?? 'body', body.location, () => checkBody(body, response, context));
  }
  if (xml !== undefined) await addXmlChecks(xml, response, context, checklist);
  if (snapshot !== undefined) await addSnapshotCheck(snapshot, request, standard, checklist);
  addMore(checklist);
  return checklist.checked;
}

function checkBody(
  { path, ...expected }: Expectations['body'][number],
  response: HttpResponse,
  context: RenderContext,
): readonly Mismatch[] {
  const subject = path === undefined ? 'body' : renderText(path, context, expected.location);
  const actual =
    path === undefined
      ? presence(located(expected.location, () => response.body.text()))
      : selectByPath(subject, response, expected.location);
  return isHidden(actual, response) ? [] : checkMatcher(subject, expected, actual, context);
}
