import { loadCollection, loadEnvironment } from '@waybill/collection';
import { type LocatedError, WaybillError } from '@waybill/errors';
import {
  createPlan,
  type DocumentReporter,
  junitReporter,
  type Reporter,
  type RunEvent,
  type RunSummary,
  run,
  terminalReporter,
} from '@waybill/runner';
import type { Sandbox } from '@waybill/sandbox';
import { createEngine } from '../engine/engine.ts';
import { terminalInteraction } from '../engine/interaction.ts';
import { openTokenCache } from '../engine/token-cache.ts';
import { EXIT } from '../exit-codes.ts';
import { writeFileAtomically } from '../files.ts';
import type { Output } from '../output.ts';
import { hiddenPrompt } from '../platform/hidden-prompt.ts';

export interface RunCommandOptions {
  readonly collections: readonly string[];
  readonly env?: string;
  readonly var: Readonly<Record<string, string>>;
  readonly tag?: readonly string[];
  readonly request?: readonly string[];
  readonly reporter?: readonly string[];
  readonly concurrency?: number;
  readonly bail?: boolean;
  readonly allowCommands?: boolean;
  readonly sandbox?: boolean;
  readonly debug?: boolean;
}

/** `waybill run`: runs collections one after the other and returns the exit code of the first that did not pass. */
export async function runCommand(options: RunCommandOptions, output: Output): Promise<number> {
  const reporting = createReporting(options.reporter ?? ['terminal'], output);
  const cancellation = cancelOnSignals();
  const sandbox = options.sandbox ? await startSandbox() : undefined;
  let exitCode: number = EXIT.passed;
  try {
    for (const path of options.collections) {
      const code = await runCollection(path, options, output, reporting, cancellation.signal, sandbox);
      exitCode ||= code;
    }
  } finally {
    await sandbox?.close();
    await reporting.writeDocuments();
    cancellation.dispose();
  }
  return exitCode;
}

async function runCollection(
  path: string,
  options: RunCommandOptions,
  output: Output,
  reporting: Reporting,
  signal: AbortSignal,
  sandbox: Sandbox | undefined,
): Promise<number> {
  const { collection, problems } = await loadCollection(path);
  const loaded = options.env === undefined ? undefined : await loadEnvironment(options.env, collection.folder);
  const environment = loaded?.environment;
  const mistakes = [...problems, ...(loaded?.problems ?? [])];
  for (const problem of mistakes) output.error(problem, options.debug === true);
  // Requests must not run with half an environment; a file of the collection that is wrong only loses its own requests.
  if (loaded !== undefined && loaded.problems.length > 0) return EXIT.configuration;
  if (collection.requests.length === 0) return reportEmpty(path, mistakes, output);
  if (sandbox !== undefined && environment?.cloud !== 'sandbox') throw sandboxForAnotherCloud(options.env);

  const plan = createPlan(collection, { tags: options.tag, requests: options.request });
  const engine = await createEngine({
    environment,
    variables: options.var,
    sandboxUrl: sandbox?.url,
    requests: plan.requests,
    redactor: output.redactor,
    env: process.env,
    interaction: terminalInteraction(output, { signal }),
    prompt: hiddenPrompt,
    allowCommands: options.allowCommands,
    tokenStore: await openTokenCache(output, process.env),
  });
  const title = environment === undefined ? collection.name : `${collection.name} · ${environment.name}`;
  const { concurrency, bail } = options;
  let summary: RunSummary | undefined;
  for await (const event of run(plan, engine.services, { title, concurrency, bail, signal })) {
    for (const reporter of reporting.reporters) reporter.onEvent(event);
    if (options.debug) showStack(event, output);
    if (event.type === 'run-finished') summary = event.summary;
  }
  if (signal.aborted) return EXIT.cancelled;
  if (mistakes.length > 0) return EXIT.configuration;
  return summary?.cause === undefined ? EXIT.passed : EXIT[summary.cause];
}

function showStack(event: RunEvent, output: Output): void {
  if (event.type !== 'request-finished' || event.result.outcome !== 'failed') return;
  if (event.result.error !== undefined) output.stack(event.result.error);
}

function reportEmpty(path: string, problems: readonly LocatedError[], output: Output): number {
  if (problems.length === 0) {
    const hint = 'Write some under `requests`, or name another file.';
    output.error(new WaybillError('ERR_REQUEST_UNKNOWN', `${path} has no requests.`, { hint }), false);
  }
  return EXIT.configuration;
}

function sandboxForAnotherCloud(environment: string | undefined): WaybillError {
  return new WaybillError('ERR_USAGE', '--sandbox is for environments with `cloud: sandbox`.', {
    hint: environment === undefined ? 'Choose one with -e.' : `Leave --sandbox out to run against ${environment}.`,
  });
}

/** The sandbox is a program of its own; only who asks for it loads it. */
async function startSandbox(): Promise<Sandbox> {
  const { startSandbox: start } = await import('@waybill/sandbox');
  return start({ port: 0 });
}

interface Reporting {
  readonly reporters: readonly Reporter[];
  /** Writes what goes to files; called however the run ended. */
  writeDocuments(): Promise<void>;
}

function createReporting(names: readonly string[], output: Output): Reporting {
  const reporters: Reporter[] = [];
  const documents: { readonly path: string; readonly reporter: DocumentReporter }[] = [];
  for (const name of names) {
    const [kind, path] = splitOnce(name, '=');
    if (kind === 'terminal' && path === undefined) {
      reporters.push(terminalReporter(output));
    } else if (kind === 'junit' && path) {
      const reporter = junitReporter(output.redactor);
      reporters.push(reporter);
      documents.push({ path, reporter });
    } else {
      throw new WaybillError('ERR_USAGE', `There is no reporter "${name}".`, {
        hint: 'Use --reporter terminal or --reporter junit=FILE, several of them if you like.',
      });
    }
  }
  return {
    reporters,
    writeDocuments: async () => {
      for (const { path, reporter } of documents) {
        await writeFileAtomically(path, output.redactor.redact(reporter.document()));
      }
    },
  };
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** The first signal stops the run in good order; the second one at once. */
function cancelOnSignals(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.cancelled);
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
