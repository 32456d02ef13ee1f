import { useInput, usePaste } from 'ink';
import { useEffect, useEffectEvent, useState } from 'react';
import type { MouseReport } from '../input/mouse-report.ts';
import type { TerminalInput } from '../input/terminal-input.ts';
import { pastedKeys } from '../request/pasted-keys.ts';
import { clickOrScroll } from '../targets/click-or-scroll.ts';
import type { CommandContext } from './command.ts';
import { dispatchKey } from './dispatch.ts';
import { keyNames } from './key-names.ts';
import { KeyQueue } from './key-queue.ts';

/** Does what is pressed, pasted and clicked. The only reader of input on the screen. */
export function useKeys(input: TerminalInput, context: CommandContext): void {
  const { store } = context.session;
  const [queue] = useState(() => new KeyQueue(() => store.state().layer?.kind === 'prompt'));
  // What is handled later still sees the screen as it is then.
  const press = useEffectEvent((key: string) => dispatchKey(key, context));
  const click = useEffectEvent((report: MouseReport) => clickOrScroll(report, context));
  const pressLater = (keys: () => readonly string[]) => {
    queue.add(async () => {
      for (const key of keys()) await press(key);
    });
  };
  useInput((text, key) => {
    const names = keyNames(text, key);
    // Whatever is under way: this always leaves.
    if (names.includes('ctrl+c')) context.quit();
    else pressLater(() => names);
  });
  usePaste((text) => pressLater(() => pastedKeys(text, store.state().layer)));
  useEffect(() => input.onMouse((report) => queue.add(() => click(report))), [input, queue]);
}
