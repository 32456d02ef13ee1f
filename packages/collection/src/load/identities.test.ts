import { expectTypeOf, test } from 'vitest';
import type { IdentityDefinition } from '../index.ts';

test('the type of an identity follows from its flow and endpoint', () => {
  const check = (identity: IdentityDefinition) => {
    if (identity.flow === 'client-secret') expectTypeOf(identity.clientSecret).toEqualTypeOf<string>();
    else if (identity.endpoint === 'v1') expectTypeOf(identity.resource).toEqualTypeOf<string>();
    else expectTypeOf(identity.scope).toEqualTypeOf<string>();
  };
  expectTypeOf(check).toBeFunction();
});
