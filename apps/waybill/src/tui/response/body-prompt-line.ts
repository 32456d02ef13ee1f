import type { Theme } from '../theme/theme.ts';
import type { Line } from '../ui/lines.tsx';
import type { BodyPromptLayer } from './body-layers.ts';

const LABELS: Readonly<Record<BodyPromptLayer['purpose'], readonly [label: string, help: string]>> = {
  search: ['/', 'Enter keeps, Esc clears, /…/ is a regular expression'],
  jsonpath: ['JSONPath: ', 'Enter filters, Esc leaves'],
  save: ['Save as: ', 'Enter goes on, Esc leaves'],
};

/** The line that is typed, and which keys end it. */
export function bodyPromptLine({ purpose, text }: BodyPromptLayer, theme: Theme): Line {
  const [label, help] = LABELS[purpose];
  return [{ text: label, color: theme.accent, bold: true }, { text: `${text}▏` }, { text: `  ${help}`, dim: true }];
}
