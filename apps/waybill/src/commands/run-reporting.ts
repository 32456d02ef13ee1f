import { appendFile } from 'node:fs/promises';
import { WaybillError } from '@waybill/errors';
import {
  type DocumentReporter,
  githubReporter,
  htmlReporter,
  jsonReporter,
  junitReporter,
  type ReportEvent,
  type Reporter,
  tapReporter,
  terminalReporter,
} from '@waybill/runner';
import { writeFileAtomically } from '../files.ts';
import type { Output } from '../output.ts';

/** Where the events of a run go. */
export interface Reporting {
  onEvent(event: ReportEvent): void;
  /** Writes what goes to files; called however the run ended, and writes once. */
  writeDocuments(): Promise<void>;
}

const FILE_REPORTERS = { html: htmlReporter, junit: junitReporter, json: jsonReporter, tap: tapReporter } as const;

/** Sets up the reporters that `--reporter` names. */
export function createReporting(names: readonly string[], output: Output, env: NodeJS.ProcessEnv): Reporting {
  const reporters: Reporter[] = [];
  const writers: (() => Promise<unknown>)[] = [];
  const textOf = (reporter: DocumentReporter) => output.redactor.redact(reporter.document());
  for (const name of names) {
    const [kind, path] = splitOnce(name, '=');
    if (kind === 'terminal' && path === undefined) {
      reporters.push(terminalReporter(output));
    } else if (kind === 'github' && path === undefined) {
      const reporter = github(output, env);
      const summary = env.GITHUB_STEP_SUMMARY;
      reporters.push(reporter);
      // Other commands of the step add to the same file.
      if (summary) writers.push(() => append(summary, textOf(reporter)));
    } else if (isFileReporter(kind) && path) {
      const reporter = FILE_REPORTERS[kind]();
      reporters.push(reporter);
      writers.push(() => writeFileAtomically(path, textOf(reporter)));
    } else {
      throw new WaybillError('ERR_USAGE', `There is no reporter "${name}".`, {
        hint: 'Use terminal, github, html=FILE, junit=FILE, json=FILE or tap=FILE, several of them if you like.',
      });
    }
  }
  let written: Promise<void> | undefined;
  const writeAll = async () => {
    for (const write of writers) await write();
  };
  return {
    onEvent: (event) => {
      for (const reporter of reporters) reporter.onEvent(event);
    },
    writeDocuments: () => {
      written ??= writeAll();
      return written;
    },
  };
}

function github(output: Output, env: NodeJS.ProcessEnv): DocumentReporter {
  return githubReporter({
    write: env.GITHUB_ACTIONS === 'true' ? output.write : undefined,
    workspace: env.GITHUB_WORKSPACE || process.cwd(),
  });
}

async function append(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (cause) {
    throw new WaybillError('ERR_FILE_UNWRITABLE', `${path} cannot be written.`, {
      hint: 'Check GITHUB_STEP_SUMMARY.',
      cause,
    });
  }
}

function isFileReporter(kind: string): kind is keyof typeof FILE_REPORTERS {
  return Object.hasOwn(FILE_REPORTERS, kind);
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
