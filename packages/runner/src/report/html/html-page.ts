import { createHash } from 'node:crypto';
import { SCRIPT } from './html-script.ts';
import { FILTER_STYLE, FILTERS, STYLE } from './html-style.ts';
import { line } from './html-text.ts';

const ALL_STYLE = STYLE + FILTER_STYLE;

/** Nothing is loaded, nothing is sent, and only our own style and script count, whatever a body may smuggle in. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(ALL_STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface Page {
  readonly title: string;
  /** How many there are of each kind, and in all. */
  readonly counts: ReadonlyMap<string, number>;
  /** HTML of all runs. */
  readonly runs: readonly string[];
}

/** One file that needs no other. */
export function pageHtml({ title, counts, runs }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${line(title)} · Waybill</title>
<style>${ALL_STYLE}</style>
</head>
<body>
<a class="skip" href="#results">Skip to the results</a>
<header>
<h1>${line(title)}</h1>
</header>
<form id="filter" role="search" aria-label="Filter the requests">
<fieldset><legend>Show</legend>
${filterHtml('all', counts.get('all') ?? 0, true)}
${FILTERS.map((kind) => filterHtml(kind, counts.get(kind) ?? 0, false)).join('\n')}
</fieldset>
<div class="search" hidden><label for="search">Search</label><input id="search" type="search" autocomplete="off"><p id="shown" role="status"></p></div>
</form>
<main id="results" tabindex="-1">
${runs.join('')}</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const NAMES: Readonly<Record<string, string>> = { warned: 'with warnings' };

function filterHtml(kind: string, count: number, checked: boolean): string {
  const mark = checked ? ' checked' : '';
  return `<label><input type="radio" name="show" id="show-${kind}" value="${kind}"${mark}> ${NAMES[kind] ?? kind} (${count})</label>`;
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
