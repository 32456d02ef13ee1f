import type { Area } from '../layout/layout.ts';
import { PANES, type PaneId } from '../state/state.ts';
import type { Theme } from '../theme/theme.ts';
import { type Line, Lines } from '../ui/lines.tsx';
import { contentHeight, Pane } from '../ui/pane.tsx';
import { type PaneSource, paneContent } from './pane-content.ts';

export interface DrawnPaneProps {
  readonly id: PaneId;
  readonly area: Area;
  readonly source: PaneSource;
}

/** A pane with its tabs and the lines in sight. */
export function DrawnPane({ id, area, source }: DrawnPaneProps) {
  const { title, tabs, lines, top } = paneContent(id, area, source);
  const { state, theme } = source;
  const height = contentHeight(area) - (tabs === undefined ? 0 : 1);
  return (
    <Pane area={area} title={title} number={PANES.indexOf(id) + 1} isFocused={state.focus === id} theme={theme}>
      {tabs === undefined ? null : <Lines lines={[tabLine(tabs.names, tabs.active, theme)]} first={0} height={1} />}
      <Lines lines={lines} first={top} height={height} />
    </Pane>
  );
}

function tabLine(tabs: readonly string[], active: number, theme: Theme): Line {
  return tabs.flatMap((tab, index) => [
    index === active ? { text: `[${tab}]`, bold: true, color: theme.accent } : { text: ` ${tab} ` },
    { text: ' ' },
  ]);
}
