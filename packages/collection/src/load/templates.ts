import { LocatedError } from '@waybill/errors';
import type { Json, Path } from '../model.ts';
import { isTemplate, parseTemplate } from '../template/parse.ts';
import { TemplateSyntaxError } from '../template/syntax.ts';
import { isMapping } from '../yaml/place.ts';
import type { YamlSource } from '../yaml/source.ts';
import { locateOpening } from '../yaml/spans.ts';

/** Checks the syntax of every template in a file, keys included. */
export function checkTemplates(source: YamlSource, problems: LocatedError[], except?: string): void {
  const check = (text: string, path: Path, locate: YamlSource['locate']) => {
    if (!isTemplate(text)) return;
    try {
      parseTemplate(text);
    } catch (error) {
      if (!(error instanceof TemplateSyntaxError)) throw error;
      const index = text.slice(0, error.offset).split('{{').length - 1;
      const location = locateOpening(locate(path), index);
      problems.push(new LocatedError('ERR_TEMPLATE_SYNTAX', error.message, location, { hint: error.hint }));
    }
  };
  const walk = (value: Json, path: Path) => {
    if (typeof value === 'string') check(value, path, source.locate);
    else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item, [...path, index]);
    } else if (isMapping(value)) {
      for (const [key, item] of Object.entries(value)) {
        if (path.length === 0 && key === except) continue;
        check(key, [...path, key], source.locateKey);
        walk(item, [...path, key]);
      }
    }
  };
  walk(source.value, []);
}
