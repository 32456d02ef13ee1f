/** Colours have a contrast of 4.5 : 1 or more on their background, in both schemes. */
export const STYLE = `
:root { color-scheme: light dark; --back: #fff; --raised: #f4f4f7; --text: #1b1b1f; --dim: #55555f; --line: #c9c9d1;
  --good: #1a6b2f; --bad: #b3261e; --doubt: #7a5200; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --back: #16161a; --raised: #222229; --text: #ececf1; --dim: #b4b4bf;
  --line: #4a4a55; --good: #7ddc98; --bad: #ff9d94; --doubt: #f2c063; --focus: #8ab4ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; background: var(--back); color: var(--focus); padding: .5rem; }
.skip:focus { left: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; } h3 { font-size: 1rem; font-weight: 600; color: var(--dim); }
a { color: var(--focus); }
fieldset, .search { border: 0; margin: 0 0 1rem; padding: 0; }
fieldset label { display: inline-block; margin-right: 1rem; padding: .25rem 0; }
.search input { width: 100%; max-width: 30rem; padding: .4rem; font: inherit; background: var(--back); color: var(--text);
  border: 1px solid var(--dim); }
.search label { display: block; }
details { border: 1px solid var(--line); border-left-width: .4rem; margin: .4rem 0; background: var(--raised); }
summary { padding: .4rem .6rem; cursor: pointer; }
.passed { border-left-color: var(--good); } .failed { border-left-color: var(--bad); }
.skipped, .flaky, .warned { border-left-color: var(--doubt); }
.failed.warned { border-left-color: var(--bad); }
.outcome { font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); } .doubt { color: var(--doubt); }
.dim { color: var(--dim); }
.more { padding: 0 .6rem .6rem; }
h4 { font-size: 1rem; margin: .6rem 0 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0 1rem; margin: .2rem 0; }
dt { color: var(--dim); } dd { margin: 0; }
pre { margin: .2rem 0; white-space: pre-wrap; font: .875rem/1.4 ui-monospace, monospace; }
`;

/** The filter by outcome needs no script. */
export const FILTERS = ['failed', 'flaky', 'warned', 'skipped'] as const;

export const FILTER_STYLE = FILTERS.map((kind) => {
  const chosen = `:root:has(#show-${kind}:checked)`;
  return `${chosen} .result:not(.${kind}), ${chosen} .group:not(:has(.${kind})) { display: none; }\n`;
}).join('');
