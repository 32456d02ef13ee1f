import type { RefusalCase } from './refusal-case.ts';
import { refusedCredential } from './refusal-credential.ts';
import { refusedQuery } from './refusal-query.ts';
import { refusedRight } from './refusal-right.ts';
import { refusedByService } from './refusal-service.ts';
import { refusedSignIn } from './refusal-sign-in.ts';
import type { Rule } from './rule.ts';

/** What the response itself names. */
export const namedByResponse: readonly Rule<RefusalCase>[] = [
  ...refusedSignIn,
  ...refusedByService,
  ...refusedCredential,
];

/** What the response leaves to be worked out from who called what. */
export const workedOut: readonly Rule<RefusalCase>[] = [...refusedQuery, ...refusedRight];
