import type { SourceLocation } from '@waybill/errors';
import type { Session } from '../session.ts';
import type { PaneId, State } from '../state/state.ts';
import type { Target } from '../targets/target.ts';

/** What commands act on. */
export interface CommandContext {
  readonly session: Session;
  /** Lines of the focused pane, for page keys. */
  readonly pageHeight: number;
  /** The first visible line of a pane when its end is in sight. */
  lastTop(pane: PaneId): number;
  /** Whether the screen is large enough to show what keys do. */
  isVisible(): boolean;
  /** What one can go to on the screen as it is now. */
  targets(): readonly Target[];
  quit(): void;
  openEditor(location: SourceLocation): Promise<void>;
  /** Gives the terminal back to the shell until the program is continued. */
  suspend(): Promise<void>;
}

/** One thing a person can do. Footer, help, palette and key handling all come from tables of these. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  /** Panes in which the keys work; everywhere when absent. */
  readonly panes?: readonly PaneId[];
  /** Whether the footer has room for it. */
  readonly inFooter?: boolean;
  /** Why it cannot be done now; `undefined` when it can. */
  disabled?(state: State): string | undefined;
  /**
   * Does it. Keys wait for the promise, so it settles once the screen is as the next key has to find it; work that goes
   * on for long, such as a request, is only begun.
   */
  run(context: CommandContext): void | Promise<void>;
}
