import { type RequestDefinition, referencedVariables } from '@waybill/collection';

/** Names of the variables that a request uses, also by way of variables of its file. */
export function variablesOf(request: RequestDefinition): ReadonlySet<string> {
  const { layers, locate: _locate, ...templates } = request;
  const conditions = request.when?.kind === 'variables' ? request.when.variables.map(({ name }) => name) : [];
  const names = new Set<string>();
  const visit = (name: string): void => {
    if (names.has(name)) return;
    names.add(name);
    const layer = layers.find((each) => each.templated && each.get(name) !== undefined);
    for (const next of referencedVariables(layer?.get(name))) visit(next);
  };
  for (const name of [...referencedVariables(templates), ...conditions]) visit(name);
  return names;
}
