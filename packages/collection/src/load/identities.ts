import { dirname, resolve } from 'node:path';
import { FLOW_NAMES, IDENTITY_PATHS, type IdentityDefinition, identitySchemaFor } from '../schema/identity-schemas.ts';
import { checkShape } from '../schema/problems.ts';
import { closest } from '../suggest.ts';
import { isMapping, type Place } from '../yaml/place.ts';

/** Reads `identities`; those with problems are left out. */
export function readIdentities(place: Place): Record<string, IdentityDefinition> {
  return Object.fromEntries(
    place.entries().flatMap(([name, identity]) => {
      if (name === 'none') {
        identity.reportKey(
          'An identity can not be called `none`: `auth: none` means no identity.',
          'Choose another name.',
        );
      }
      const definition = readIdentity(name, identity);
      return definition === undefined ? [] : [[name, definition]];
    }),
  );
}

function readIdentity(name: string, place: Place): IdentityDefinition | undefined {
  const { value } = place;
  if (!isMapping(value)) {
    return void place.reportKey(
      `The identity \`${name}\` must be a mapping.`,
      `Write ${name}: { flow: client-secret, … }.`,
    );
  }
  const flow = place.at('flow');
  if (flow.value === undefined) {
    return void place.reportKey(`The identity \`${name}\` has no \`flow\`.`, `Flows are: ${FLOW_NAMES.join(', ')}.`);
  }
  const schema = identitySchemaFor(value);
  if (schema === undefined) {
    const near = closest(String(flow.value), FLOW_NAMES);
    const meant = near === undefined ? '' : `Did you mean \`${near}\`? `;
    return void flow.report(
      `The identity \`${name}\` has an unknown flow.`,
      `${meant}Flows are: ${FLOW_NAMES.join(', ')}.`,
    );
  }
  checkShape(schema, place, `The identity \`${name}\` (flow ${String(flow.value)})`);
  const definition = schema.safeParse(value).data;
  return definition === undefined ? undefined : withAbsolutePaths(definition, dirname(place.source.file));
}

/** A path that begins with a template is left alone: only what it stands for says where it begins. */
function withAbsolutePaths(definition: IdentityDefinition, folder: string): IdentityDefinition {
  const paths = IDENTITY_PATHS.flatMap((key): [string, string][] => {
    const path: unknown = Reflect.get(definition, key);
    return typeof path === 'string' && !path.startsWith('{{') ? [[key, resolve(folder, path)]] : [];
  });
  return { ...definition, ...Object.fromEntries(paths) };
}
