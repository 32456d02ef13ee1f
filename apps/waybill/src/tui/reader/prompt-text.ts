import { requestFooter } from '../request/request-layers.ts';
import { bodyPromptLine } from '../response/body-prompt-line.ts';
import type { State } from '../state/state.ts';
import { PLAIN } from '../theme/theme.ts';
import { plain } from '../ui/lines.tsx';
import { spoken } from './spoken.ts';

/** The last line: what is being typed. */
export function promptText({ layer, filter }: State): string {
  switch (layer?.kind) {
    case 'filter':
      return spoken(plain(`Filter: ${filter}`));
    case 'palette':
    case 'history':
      return spoken(plain(`Find: ${layer.query}`));
    case 'body-prompt':
      return spoken(bodyPromptLine(layer, PLAIN));
    case 'request-edit':
      return spoken(plain(`${layer.problem ?? requestFooter(layer)}: ${layer.line.text}`));
    case 'request-remove':
    case 'new-body':
      return spoken(plain(requestFooter(layer)));
    case 'prompt':
      return `${layer.length} characters typed`;
    default:
      return '>';
  }
}
