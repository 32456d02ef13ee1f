import type { Expectations } from '@waybill/collection';
import { describeMatcher } from '@waybill/runner';

/** What is looked at, and what it must be. */
export type Rule = readonly [subject: string, text: string];

/** Everything expected but the status, in words. */
export function rulesOf(expect: Expectations): readonly Rule[] {
  const limits = (['time', 'size', 'certificate'] as const).flatMap((key): Rule[] => {
    const limit = expect[key];
    return limit === undefined ? [] : [[key, `${limit.operator} ${limit.limit}`]];
  });
  const { redirect, xml, snapshot } = expect;
  return [
    ...limits,
    ...(redirect === undefined ? [] : [['redirect', describeMatcher(redirect.matcher)] as const]),
    ...expect.headers.map(({ name, matcher }): Rule => [name, describeMatcher(matcher)]),
    ...expect.body.map(({ path, matcher }): Rule => [path ?? 'body', describeMatcher(matcher)]),
    ...(xml?.paths ?? []).map(({ xpath, matcher }): Rule => [xpath, describeMatcher(matcher)]),
    ...(snapshot === undefined ? [] : [['snapshot', ignoring(snapshot.ignore)] as const]),
  ];
}

function ignoring(paths: readonly string[]): string {
  return paths.length === 0 ? 'the stored one' : `the stored one, but for ${paths.join(', ')}`;
}
