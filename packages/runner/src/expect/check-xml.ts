import { type RenderContext, renderText, type XmlExpectations } from '@waybill/collection';
import { LocatedError, type SourceLocation } from '@waybill/errors';
import type { HttpResponse } from '@waybill/rest';
import type { Mismatch } from '../result.ts';
import { checkMatcher } from './check-matcher.ts';
import type { Checklist } from './checklist.ts';
import { type Actual, presence } from './evaluate-matcher.ts';
import { withinLimits } from './within-limits.ts';

/** Checks what XPaths select in an XML body. The libraries are loaded by whoever needs them only. */
export async function addXmlChecks(
  { namespaces, paths }: XmlExpectations,
  response: HttpResponse,
  context: RenderContext,
  checklist: Checklist,
): Promise<void> {
  const [first] = paths;
  if (first === undefined) return;
  const libraries = await loadLibraries();
  let document: Document | undefined;
  checklist.add('body', first.location, () => {
    const parsed = withinLimits(() => parse(response.body.text(), libraries));
    if (typeof parsed !== 'string') document = parsed;
    return typeof parsed === 'string' ? [notXml(parsed, first.location)] : [];
  });
  for (const { xpath, ...expected } of paths) {
    checklist.add(xpath, expected.location, () => {
      if (document === undefined) return [];
      const rendered = renderText(xpath, context, expected.location);
      const root = document;
      const select = () => selectIn(root, rendered, namespaces, expected.location, libraries);
      return checkMatcher(rendered, expected, withinLimits(select), context);
    });
  }
}

type Libraries = Awaited<ReturnType<typeof loadLibraries>>;

async function loadLibraries() {
  const [{ DOMParser }, xpath] = await Promise.all([import('@xmldom/xmldom'), import('xpath')]);
  return { DOMParser, xpath };
}

/**
 * The document, or what is wrong with it. A document type is refused whole: with it go entities, those that expand
 * without end as well as those that name a file or an address.
 */
function parse(text: string, { DOMParser }: Libraries): Document | string {
  if (/<!DOCTYPE/i.test(text)) return 'It has a document type (<!DOCTYPE), which is not read.';
  try {
    const parser = new DOMParser({
      onError: (_level: string, message: string) => {
        throw new Error(message);
      },
    });
    return parser.parseFromString(text, 'text/xml') as unknown as Document;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return 'It is not well-formed.';
  }
}

function notXml(reason: string, location: SourceLocation): Mismatch {
  return { subject: 'body', expected: 'XML', actual: `The body can not be read as XML. ${reason}`, location };
}

/** One node is its text, several are a list of texts; numbers and booleans of XPath become texts, too. */
function selectIn(
  document: Document,
  expression: string,
  namespaces: XmlExpectations['namespaces'],
  location: SourceLocation,
  { xpath }: Libraries,
): Actual {
  let selected: unknown;
  try {
    selected = xpath.useNamespaces({ ...namespaces })(expression, document);
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new LocatedError('ERR_SCHEMA', `The XPath \`${expression}\` is wrong.`, location, {
      hint: 'It is XPath 1.0, such as //item[1]/@id; prefixes stand in `namespaces`.',
      cause,
    });
  }
  if (!Array.isArray(selected)) return presence(String(selected));
  const texts = selected.map((node: Node) => node.nodeValue ?? node.textContent ?? '');
  return presence(texts.length > 1 ? texts : texts[0]);
}
