import { expect, test } from 'vitest';
import { collectionJsonSchema, environmentJsonSchema } from './json-schema.ts';

test('the schema of collections is published for editors', () => {
  expect(collectionJsonSchema()).toMatchSnapshot();
});

test('the schema of environments is published for editors', () => {
  expect(environmentJsonSchema()).toMatchSnapshot();
});
