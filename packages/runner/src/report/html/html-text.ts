import { escapeXml } from '../escape-xml.ts';
import { shorten } from '../show-exchange.ts';

/** A line of text that may come from anywhere, fit for HTML, also inside of a quoted attribute. */
export function line(text: string): string {
  return escapeXml(shorten(text));
}

/** `<dl>` of what is known. */
export function facts(entries: Readonly<Record<string, string | number | undefined>>): string {
  const known = Object.entries(entries).filter(([, value]) => value !== undefined && value !== '');
  if (known.length === 0) return '';
  return `<dl>${known.map(([name, value]) => `<dt>${name}</dt><dd>${line(String(value))}</dd>`).join('')}</dl>`;
}
