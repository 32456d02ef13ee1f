import { LocatedError } from '@waybill/errors';
import { LineCounter, parseDocument } from 'yaml';
import { type ParsedYaml, Places } from './source.ts';
import { explainYamlErrors } from './syntax-problems.ts';
import { ToJson } from './to-json.ts';

/** Parses YAML 1.2 as data: no tags, no merge keys, no duplicate keys, bounded aliases. Never throws. */
export function parseYaml(file: string, text: string): ParsedYaml {
  try {
    return parse(file, text);
  } catch (cause) {
    // Recursive descent, here and in the parser, ends in a RangeError when brackets nest by the thousand.
    const message = 'The file is nested too deeply.';
    const options = { hint: 'Flatten it: no request needs that many levels.', cause };
    return { problems: [new LocatedError('ERR_YAML_SYNTAX', message, { file, line: 1, column: 1 }, options)] };
  }
}

function parse(file: string, text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    stringKeys: true,
    resolveKnownTags: false,
    prettyErrors: false,
    // The library compares every key with every other; see to-json.ts.
    uniqueKeys: false,
    // The library would otherwise warn on standard error.
    logLevel: 'error',
  });
  const toJson = new ToJson();
  const places = new Places(file, text, lines, document.contents, toJson.resolve);
  const problems = explainYamlErrors(document, text, places);
  if (document.errors.length > 0) return { problems };
  const value = toJson.convert(document.contents, (message, offset, hint) => {
    problems.push(new LocatedError('ERR_YAML_SYNTAX', message, places.at(offset), { hint }));
  });
  return { source: { file, value, locate: places.locate, locateKey: places.locateKey }, problems };
}
