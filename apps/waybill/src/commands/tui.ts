import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export interface TuiCommandOptions {
  readonly collection: string;
  readonly env?: string;
  readonly var: Readonly<Record<string, string>>;
  readonly sandbox?: boolean;
  readonly screenReader?: boolean;
}

/** `waybill` with no command: opens the terminal UI, or says what there is where nobody could use one. */
export async function tuiCommand(options: TuiCommandOptions, output: Output, showHelp: () => void): Promise<number> {
  if (!process.stdin.isTTY || !output.interactive) {
    showHelp();
    return EXIT.passed;
  }
  // React and Ink take longer to load than everything else together.
  const { openTui } = await import('../tui/open-tui.tsx');
  const sandbox = options.sandbox ? await (await import('@waybill/sandbox')).startSandbox({ port: 0 }) : undefined;
  try {
    const { collection, env: environment, var: variables, screenReader } = options;
    await openTui({ collection, environment, variables, sandboxUrl: sandbox?.url, screenReader }, output);
  } finally {
    await sandbox?.close();
  }
  return EXIT.passed;
}
