import {
  type DataRow,
  type Environment,
  loadCollection,
  loadDataRows,
  loadEnvironment,
  parseDuration,
} from '@waybill/collection';
import { type LocatedError, WaybillError } from '@waybill/errors';
import { SANDBOX_URL } from '@waybill/powerbi';
import { isSensitiveField, REDACTED } from '@waybill/redaction';
import {
  createPlan,
  describeEvent,
  durationsByFile,
  iterationsOf,
  type RunEvent,
  type RunSummary,
  run,
  type Shard,
  ShardDealer,
  ThrottleBudget,
} from '@waybill/runner';
import type { Sandbox } from '@waybill/sandbox';
import { createEngine } from '../engine/engine.ts';
import { terminalInteraction } from '../engine/interaction.ts';
import { RateLimiters } from '../engine/rate-limits.ts';
import { openSnapshots, updateSnapshots } from '../engine/snapshot-files.ts';
import { withStandIns } from '../engine/stand-in-secrets.ts';
import { openTokenCache } from '../engine/token-cache.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { hiddenPrompt } from '../platform/hidden-prompt.ts';
import { cancelOnSignals } from './cancel-on-signals.ts';
import { showDryRun } from './dry-run.ts';
import { readReportFile } from './report-file.ts';
import { openCassette, type RunCassette } from './run-cassette.ts';
import { createReporting, type Reporting } from './run-reporting.ts';

export interface RunCommandOptions {
  readonly collections: readonly string[];
  readonly env?: string;
  readonly var: Readonly<Record<string, string>>;
  readonly tag?: readonly string[];
  readonly excludeTag?: readonly string[];
  readonly request?: readonly string[];
  readonly reporter?: readonly string[];
  readonly concurrency?: number;
  readonly bail?: boolean;
  readonly maxWait?: string;
  readonly data?: string;
  readonly iterations?: number;
  readonly shard?: Shard;
  readonly durations?: string;
  readonly record?: string;
  readonly replay?: string;
  readonly update?: boolean;
  readonly watch?: boolean;
  readonly dryRun?: boolean;
  readonly allowCommands?: boolean;
  readonly allowFiles?: boolean;
  readonly downloads: string;
  readonly sandbox?: boolean;
  readonly debug?: boolean;
}

/** What all collections of a command are run with. */
interface RunSetting {
  readonly output: Output;
  readonly reporting: Reporting;
  readonly signal: AbortSignal;
  readonly sandboxUrl: string | undefined;
  readonly cassette: RunCassette | undefined;
  readonly rows: readonly DataRow[] | undefined;
  readonly throttleBudget: ThrottleBudget;
  readonly rateLimiters: RateLimiters;
  readonly dealer: ShardDealer | undefined;
}

/** `waybill run`: runs collections one after the other and returns the exit code of the first that did not pass. */
export async function runCommand(options: RunCommandOptions, output: Output): Promise<number> {
  if (!options.watch) return runOnce(options, output);
  const { watchRuns } = await import('./run-watch.ts');
  return watchRuns(() => runOnce(options, output), options, output);
}

async function runOnce(options: RunCommandOptions, output: Output): Promise<number> {
  if (options.update && options.dryRun) {
    const hint = 'A dry run gets no responses that could be stored.';
    throw new WaybillError('ERR_USAGE', '--update and --dry-run exclude each other.', { hint });
  }
  const reporting = createReporting(options.reporter ?? ['terminal'], output, process.env);
  const rows = options.data === undefined ? undefined : await readRows(options.data, output);
  const throttleBudget = new ThrottleBudget(options.maxWait === undefined ? undefined : readMaxWait(options.maxWait));
  const dealer = await createDealer(options);
  const isSending = !options.dryRun && options.replay === undefined;
  const sandbox = options.sandbox && isSending ? await startSandbox() : undefined;
  const sandboxUrl = options.sandbox ? (sandbox?.url ?? SANDBOX_URL) : undefined;
  const cassette = options.dryRun ? undefined : await openCassette(options, output, sandboxUrl);
  const writeAll = async () => {
    await reporting.writeDocuments();
    await cassette?.close();
  };
  const cancellation = cancelOnSignals(writeAll);
  const { signal } = cancellation;
  const rateLimiters = new RateLimiters();
  const setting: RunSetting = {
    output,
    reporting,
    signal,
    sandboxUrl,
    cassette,
    rows,
    throttleBudget,
    rateLimiters,
    dealer,
  };
  let exitCode: number = EXIT.passed;
  try {
    for (const path of options.collections) {
      const code = await runCollection(path, options, setting);
      exitCode ||= code;
    }
  } finally {
    await sandbox?.close();
    if (!options.dryRun) await writeAll();
    cancellation.dispose();
  }
  return exitCode;
}

async function runCollection(path: string, options: RunCommandOptions, setting: RunSetting): Promise<number> {
  const { output, reporting, signal, sandboxUrl, cassette, rows, throttleBudget } = setting;
  const { collection, problems } = await loadCollection(path);
  const loaded = options.env === undefined ? undefined : await loadEnvironment(options.env, collection.folder);
  const environment = loaded && usableIn(options, loaded.environment);
  const mistakes = [...problems, ...(loaded?.problems ?? [])];
  for (const problem of mistakes) output.error(problem, options.debug === true);
  // Requests must not run with half an environment; a file of the collection that is wrong only loses its own requests.
  if (loaded !== undefined && loaded.problems.length > 0) return EXIT.configuration;
  if (collection.requests.length === 0) return reportEmpty(path, mistakes, output);
  if (sandboxUrl !== undefined && environment?.cloud !== 'sandbox') throw sandboxForAnotherCloud(options.env);

  const files = setting.dealer?.deal([...new Set(collection.requests.map(({ location }) => location.file))]);
  const plan = createPlan(collection, {
    tags: options.tag,
    excludedTags: options.excludeTag,
    requests: options.request,
    files,
    withTeardown: true,
  });
  const engine = await createEngine({
    environment,
    variables: options.var,
    sandboxUrl,
    requests: plan.requests,
    redactor: output.redactor,
    env: process.env,
    interaction: terminalInteraction(output, { signal }),
    prompt: hiddenPrompt,
    files: { root: collection.root, allowOutside: options.allowFiles ?? false, downloads: options.downloads },
    allowCommands: options.allowCommands,
    rateLimiters: setting.rateLimiters,
    tokenStore: options.dryRun || options.replay !== undefined ? undefined : await openTokenCache(output, process.env),
  });
  const title = environment === undefined ? collection.name : `${collection.name} · ${environment.name}`;
  const iterations = iterationsOf(rows, options.iterations);
  if (options.dryRun) {
    const [first] = iterations;
    // The first row stands for all: what differs is only its values.
    const overrides = [...engine.services.overrides, ...(first?.layers ?? [])];
    return (
      showDryRun(title, plan, { ...engine.services, overrides }, output) ||
      (mistakes.length > 0 ? EXIT.configuration : EXIT.passed)
    );
  }
  const { concurrency, bail, shard } = options;
  let summary: RunSummary | undefined;
  const update = options.update ? await updateSnapshots(collection.requests) : undefined;
  const snapshots = update ?? (await openSnapshots(plan.requests));
  const services = { ...(cassette?.services(engine.services) ?? engine.services), snapshots };
  for await (const event of run(plan, services, {
    title,
    shard,
    problems: mistakes,
    concurrency,
    bail,
    signal,
    iterations,
    throttleBudget,
  })) {
    reporting.onEvent(describeEvent(event, output.redactor));
    cassette?.onEvent(event);
    if (options.debug) showStack(event, output);
    if (event.type === 'run-finished') summary = event.summary;
  }
  if (update !== undefined) output.note(`Snapshots stored: ${await update.write()}.`);
  return summary?.cause === undefined ? EXIT.passed : EXIT[summary.cause];
}

/** Deals the files out to the shards; all of them must be given the same durations. */
async function createDealer({ shard, durations }: RunCommandOptions): Promise<ShardDealer | undefined> {
  if (durations !== undefined && shard === undefined) {
    const hint = 'Add --shard, or leave --durations out.';
    throw new WaybillError('ERR_USAGE', '--durations is for --shard.', { hint });
  }
  const past = durations === undefined ? undefined : durationsByFile(await readReportFile(durations));
  return shard && new ShardDealer(shard, past);
}

/** Without anybody to send to, nobody is asked for a secret; in a cassette all of them look alike. */
function usableIn({ dryRun, replay }: RunCommandOptions, environment: Environment): Environment {
  if (dryRun) return withStandIns(environment, (name) => `<secret ${name}>`);
  return replay === undefined ? environment : withStandIns(environment, () => REDACTED);
}

async function readRows(path: string, output: Output): Promise<readonly DataRow[]> {
  const rows = await loadDataRows(path);
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (isSensitiveField(name) && typeof value === 'string') output.redactor.add(value);
    }
  }
  return rows;
}

function readMaxWait(text: string): number {
  try {
    return parseDuration(text);
  } catch (cause) {
    const hint = 'Write --max-wait 30s, 5m, or 0 to wait for nobody.';
    throw new WaybillError('ERR_USAGE', `--max-wait: "${text}" is no duration.`, { hint, cause });
  }
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
