import { WaybillError } from '@waybill/errors';
import { escapeControls } from '@waybill/runner';
import type { CheckResult } from '../doctor/check.ts';
import { examine } from '../doctor/examine.ts';
import { type EnvironmentOptions, openEnvironment } from '../engine/open-environment.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export interface DoctorCommandOptions extends EnvironmentOptions {
  readonly identity?: string;
  readonly json?: boolean;
}

/** `waybill doctor`: checks everything between this machine and a first answer of Power BI, and says what to do next. */
export async function doctorCommand(options: DoctorCommandOptions, output: Output): Promise<number> {
  const { environment, engine } = await openEnvironment(options, output);
  const identityName = options.identity ?? engine.tokens.names()[0];
  if (identityName === undefined) {
    throw new WaybillError('ERR_IDENTITY_UNKNOWN', `${environment.file} has no identities.`, {
      hint: 'Write one under `identities`.',
    });
  }
  const results: CheckResult[] = [];
  for await (const result of examine({ environment, engine, identityName, env: process.env, now: Date.now })) {
    results.push(result);
    if (!options.json) show(result, output);
  }
  const worst = results.find(({ status }) => status === 'failed') ?? results.find(({ status }) => status === 'warning');
  const next = worst?.remedy ?? (worst === undefined ? `waybill run <collection> -e ${options.env}` : worst.detail);
  if (options.json) output.line(JSON.stringify({ identity: identityName, checks: results, next }, null, 2));
  else output.line(`\n${output.style('bold', 'Next')}  ${escapeControls(next)}`);
  return results.some(({ status }) => status === 'failed') ? EXIT.expectation : EXIT.passed;
}

const MARKS = { ok: '✔', warning: '!', failed: '✘', skipped: '↓' } as const;
const STYLES = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const;

function show({ title, status, detail, remedy }: CheckResult, output: Output): void {
  output.line(`${output.style(STYLES[status], MARKS[status])} ${title.padEnd(23)} ${escapeControls(detail)}`);
  if (remedy !== undefined) output.line(`  ${''.padEnd(23)} ${output.style('yellow', escapeControls(remedy))}`);
}
