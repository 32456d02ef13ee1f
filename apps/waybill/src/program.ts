import { WaybillError } from '@waybill/errors';
import { Redactor } from '@waybill/redaction';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { DOWNLOADS } from './engine/downloads.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { endOnClosedPipe, Output } from './output.ts';

const REPORTERS = 'terminal, github, html=FILE, junit=FILE, json=FILE or tap=FILE (repeatable)';

/** Parses the command line, runs the command, and returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  endOnClosedPipe();
  const output = new Output(new Redactor());
  let exitCode: number = EXIT.passed;
  const program = buildProgram(output, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.usage;
    output.error(error, argv.includes('--debug'));
    return error instanceof WaybillError ? exitCodeOf(error) : EXIT.internal;
  }
}

function buildProgram(output: Output, exitWith: (code: number) => void): Command {
  const program = new Command('waybill')
    .description('Sign in to Microsoft Entra, explore the Power BI REST API, run saved requests as smoke tests.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('Run waybill --help for the commands and their options.')
    .configureOutput({ writeErr: (text) => process.stderr.write(output.redactor.redact(text)) });

  withCommonOptions(program)
    .option('-c, --collection <path>', 'the collection to open', '.')
    .option('-e, --env <name>', 'environment: a name in environments/ or a file')
    .option('--var <name=value>', 'set a variable, above all files', collectVariable, {})
    .option('--sandbox', 'start a sandbox, for environments with `cloud: sandbox`')
    .option('--screen-reader', 'plain lines for a screen reader instead of a screen')
    .allowExcessArguments()
    .enablePositionalOptions()
    .action(async (options) => {
      const [unknown] = program.args;
      if (unknown !== undefined) program.error(`error: unknown command '${unknown}'`);
      const { tuiCommand } = await import('./commands/tui.ts');
      exitWith(await tuiCommand(options, output, () => program.outputHelp()));
    });

  withCommonOptions(program.command('run'))
    .description('run a collection and report each request')
    .argument('<collection...>', 'YAML files or folders')
    .option('-e, --env <name>', 'environment: a name in environments/ or a file')
    .option('--var <name=value>', 'set a variable, above all files', collectVariable, {})
    .option('--tag <tag>', 'run only requests with this tag (repeatable)', collect)
    .option('--exclude-tag <tag>', 'run no request with this tag, unless another needs it (repeatable)', collect)
    .option('--request <id>', 'run only this request and what it needs (repeatable)', collect)
    .option('--reporter <name>', REPORTERS, collect)
    .option('--concurrency <n>', 'how many safe requests may run at once', positiveInteger)
    .option('--bail', 'skip the rest after the first failure')
    .option('--max-wait <duration>', 'how long to wait for a service that throttles, in all (default: 2m)')
    .option('--data <file>', 'run once for each row of a CSV or JSON file, its values as variables')
    .option('--iterations <n>', 'run this many times', positiveInteger)
    .option('--shard <i/n>', 'run only the files of this part, 1/3 for the first of three', shard)
    .option('--durations <file>', 'deal files out to shards by what they took in this JSON report')
    .option('--record <file>', 'write every request and its response to a cassette, redacted')
    .option('--replay <file>', 'answer from a cassette, without network and sign-in')
    .option('--update', 'store what responses are as the snapshots that requests expect')
    .option('--watch', 'run again whenever a file changes; q or Ctrl+C ends')
    .option('--dry-run', 'show what would be sent, and send nothing')
    .option('--allow-commands', 'let the environment run programs for its secrets')
    .option('--allow-files', 'let the collection send files from outside of its folder')
    .option('--downloads <folder>', 'where requests with `download` save their responses', DOWNLOADS)
    .option('--sandbox', 'start a sandbox for this run, for environments with `cloud: sandbox`')
    .action(async (collections: string[], options) => {
      const { runCommand } = await import('./commands/run.ts');
      exitWith(await runCommand({ ...options, collections }, output));
    });

  const report = program.command('report').description('work with reports of earlier runs');
  withCommonOptions(report.command('merge'))
    .description('make one report of the JSON reports of all shards, and exit as the whole')
    .argument('<report...>', 'JSON reports')
    .option('--reporter <name>', REPORTERS, collect)
    .action(async (reports: string[], options) => {
      const { reportMergeCommand } = await import('./commands/report-merge.ts');
      exitWith(await reportMergeCommand({ ...options, reports }, output));
    });

  withCommonOptions(program.command('validate'))
    .description('check collections and environments without sending anything')
    .argument('[collection...]', 'YAML files or folders')
    .option('-e, --env <name>', 'check this environment too')
    .option('--list', 'list the requests')
    .option('--schema <kind>', 'print the JSON Schema of a collection, an environment or a report')
    .action(async (collections: string[], options) => {
      const { validateCommand } = await import('./commands/validate.ts');
      exitWith(await validateCommand({ ...options, collections }, output));
    });

  withCommonOptions(program.command('sandbox'))
    .description('start an Entra and a Power BI on this machine, and stay up')
    .option('--port <n>', 'port to listen on; 0 picks a free one', port, 8765)
    .option('--tls', 'serve https with a certificate made for this run')
    .option('--certificate <file>', 'where to write that certificate', 'waybill-sandbox.pem')
    .action(async (options) => {
      const { sandboxCommand } = await import('./commands/sandbox.ts');
      exitWith(await sandboxCommand(options, output));
    });

  const auth = program.command('auth').description('sign in and look at tokens');
  withEnvironment(auth.command('login'))
    .description('sign in once and keep the tokens, encrypted, for the commands after it')
    .option('-i, --identity <name>', 'identity of the environment, if it has several')
    .option('--no-browser', 'show the address instead of opening a browser')
    .option('--allow-commands', 'let the environment run programs for its secrets')
    .action(async (options) => {
      const { authLoginCommand } = await import('./commands/auth-login.ts');
      exitWith(await authLoginCommand(options, output));
    });

  withEnvironment(auth.command('token'))
    .description('sign in as an identity and show what its token says')
    .requiredOption('-i, --identity <name>', 'identity of the environment')
    .option('--allow-commands', 'let the environment run programs for its secrets')
    .option('--json', 'claims as JSON')
    .option('--raw', 'print the token itself, and nothing else')
    .action(async (options) => {
      const { authTokenCommand } = await import('./commands/auth-token.ts');
      exitWith(await authTokenCommand(options, output));
    });

  withEnvironment(auth.command('status'))
    .description('show the identities and which of them have a token')
    .option('--json', 'as JSON')
    .action(async (options) => {
      const { authStatusCommand } = await import('./commands/auth-status.ts');
      exitWith(await authStatusCommand(options, output));
    });

  withEnvironment(auth.command('logout'), false)
    .description('wipe the kept tokens, or with -e and -i those of one identity')
    .option('-i, --identity <name>', 'identity of the environment')
    .action(async (options) => {
      const { authLogoutCommand } = await import('./commands/auth-logout.ts');
      exitWith(await authLogoutCommand(options, output));
    });

  withEnvironment(auth.command('explain'), false)
    .description('say what a token is and what speaks against it; reads it from standard input, and sends it nowhere')
    .option('-i, --identity <name>', 'explain the token of this identity instead')
    .option('--file <path>', 'read the token from a file')
    .option('--operation <operation>', 'what it is for: "GET /groups", an operation id, or words')
    .option('--json', 'as JSON')
    .action(async (options) => {
      const { authExplainCommand } = await import('./commands/auth-explain.ts');
      exitWith(await authExplainCommand(options, output));
    });

  withEnvironment(program.command('doctor'))
    .description('check everything between this machine and a first answer of Power BI')
    .option('-i, --identity <name>', 'identity of the environment; by default its first one')
    .option('--allow-commands', 'let the environment run programs for its secrets')
    .option('--json', 'as JSON')
    .action(async (options) => {
      const { doctorCommand } = await import('./commands/doctor.ts');
      exitWith(await doctorCommand(options, output));
    });

  return program;
}

function withCommonOptions(command: Command): Command {
  return command.option('--debug', 'show stack traces');
}

/** What commands that work with one environment have in common. */
function withEnvironment(command: Command, isRequired = true): Command {
  const [flags, description] = ['-e, --env <name>', 'environment: a name in environments/ or a file'] as const;
  return (isRequired ? command.requiredOption(flags, description) : command.option(flags, description))
    .option('-c, --collection <path>', 'the collection whose environments/ to look in', '.')
    .option('--var <name=value>', 'set a variable, above all files', collectVariable, {})
    .option('--debug', 'show stack traces');
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function collectVariable(pair: string, previous: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const separator = pair.indexOf('=');
  if (separator < 1) throw new InvalidArgumentError('Write it as name=value.');
  return { ...previous, [pair.slice(0, separator)]: pair.slice(separator + 1) };
}

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

function shard(text: string): { index: number; count: number } {
  const [, index, count] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  if (index === undefined || Number(index) > Number(count)) throw new InvalidArgumentError('Write 1/3, 2/3 or 3/3.');
  return { index: Number(index), count: Number(count) };
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('It must be a port, 0 to 65535.');
  return Number(text);
}
