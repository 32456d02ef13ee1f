import type { Expectations } from '../model.ts';
import { isMapping, type Place } from '../yaml/place.ts';
import { readMatcher } from './matcher.ts';

/** Reads `xml`: XPaths to matchers, and beside them the namespaces of their prefixes. */
export function readXml(place: Place): Pick<Expectations, 'xml'> {
  if (!isMapping(place.value)) return {};
  const paths = place
    .entries()
    .filter(([key]) => key !== NAMESPACES)
    .flatMap(([xpath, inner]) => {
      const matcher = readMatcher(inner, 'text');
      return matcher === undefined ? [] : [{ xpath, matcher, location: inner.keyLocation }];
    });
  return { xml: { namespaces: readNamespaces(place.at(NAMESPACES)), paths } };
}

/** Not an XPath that anybody needs: a document starts at `/`. */
const NAMESPACES = 'namespaces';

function readNamespaces(place: Place): Readonly<Record<string, string>> {
  if (place.value === undefined) return {};
  if (!isMapping(place.value) || !Object.values(place.value).every((uri) => typeof uri === 'string')) {
    place.reportKey('`namespaces` must be a mapping from prefixes to URIs.', 'Write namespaces: { a: "http://…" }.');
    return {};
  }
  return place.value as Readonly<Record<string, string>>;
}
