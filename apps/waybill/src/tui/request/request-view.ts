import type { RequestDefinition } from '@waybill/collection';
import type { Redactor } from '@waybill/redaction';
import { clamp, selectedRequest } from '../state/selection.ts';
import { REQUEST_TABS, type State } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import { wrapLines } from '../ui/wrap-lines.ts';
import { editedSpans } from './line-editor.ts';
import type { RequestDesk } from './request-desk.ts';
import { type RequestItem, requestItems } from './request-items.ts';
import type { RequestEditLayer } from './request-layers.ts';
import { previewLines } from './variable-preview.ts';

export interface RequestViewSource {
  readonly state: State;
  readonly desk: RequestDesk;
  readonly redactor: Redactor;
  readonly theme: Theme;
  /** Columns of the pane. */
  readonly width: number;
}

export interface RequestView {
  readonly lines: readonly Line[];
  /** The item that each line belongs to. */
  readonly items: readonly number[];
  /** The last line of the item under the cursor. */
  readonly lastLine: number;
}

/** Tabs whose templates are shown with what they stand for. */
const WITH_PREVIEW: ReadonlySet<string> = new Set(['URL', 'Headers', 'Body']);

const MARK_WIDTH = 2;

/** The request pane: what is written, what it stands for, and the line that is edited. */
export function requestView(source: RequestViewSource): RequestView {
  const { state, desk, theme } = source;
  const { layer } = state;
  const editing = layer?.kind === 'request-edit' ? layer : undefined;
  // The files may be loaded anew while somebody types.
  const request = editing?.request ?? selectedRequest(state);
  if (request === undefined) return { lines: [plain('There is no request.')], items: [], lastLine: 0 };
  const tab = REQUEST_TABS[state.requestTab] ?? 'URL';
  const items = requestItems(request, desk.texts.written(request), tab, theme);
  const cursor = clamp(state.scroll.request, items.length);
  const preview = WITH_PREVIEW.has(tab) ? previewOf(request, source) : () => [];
  const lines: Line[] = [];
  const itemsOfLines: number[] = [];
  let lastLine = 0;
  for (const [index, item] of items.entries()) {
    const isCursor = state.focus === 'request' && index === cursor && editing?.adds === undefined;
    const isEdited = editing?.item === index && editing.adds === undefined;
    const shown = isEdited ? editLines(item, editing, theme) : [item.line, ...preview(item)];
    lines.push(...marked(shown, isCursor, source));
    while (itemsOfLines.length < lines.length) itemsOfLines.push(index);
    if (index === cursor) lastLine = lines.length - 1;
    if (editing?.adds === undefined || editing.item !== index) continue;
    lines.push(...marked([[...editedSpans(editing.line)], ...problemLines(editing, theme)], true, source));
    lastLine = lines.length - 1;
  }
  return { lines, items: itemsOfLines, lastLine };
}

function previewOf(request: RequestDefinition, { state, desk, redactor, theme }: RequestViewSource) {
  const context = desk.context(request);
  return (item: RequestItem): readonly Line[] =>
    context === undefined || item.template === undefined
      ? []
      : previewLines(item.template, { request, context, requests: state.requests, redactor, theme });
}

function editLines(item: RequestItem, layer: RequestEditLayer, theme: Theme): readonly Line[] {
  return [[...(item.edit?.label ?? []), ...editedSpans(layer.line)], ...problemLines(layer, theme)];
}

function problemLines({ problem }: RequestEditLayer, theme: Theme): readonly Line[] {
  return problem === undefined ? [] : [plain(problem, { color: theme.bad })];
}

/** The lines of an item, broken at the edge of the pane, the first with the cursor in front. */
function marked(lines: readonly Line[], isCursor: boolean, { width, theme }: RequestViewSource): readonly Line[] {
  return wrapLines(lines, width - MARK_WIDTH).map((line, index) => [
    isCursor && index === 0 ? { text: '› ', color: theme.accent, bold: true } : { text: '  ' },
    ...line,
  ]);
}
