import type { Theme } from '../theme/theme.ts';
import { type Line, plain } from '../ui/lines.tsx';
import type { SaveLayer } from './body-layers.ts';

/** The question that stands between a body and a file. */
export function saveLines({ file, replaces }: SaveLayer, theme: Theme): readonly Line[] {
  return [
    plain(`Save the body as ${file}`, { bold: true }),
    ...(replaces ? [plain('The file is there already and will be replaced.', { color: theme.warning })] : []),
    [],
    plain('y saves it as it came, with every secret in it'),
    plain('n saves it with secrets hidden'),
    plain('any other key does not save'),
  ];
}
