import { loadCassette, writtenCassette } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import { SANDBOX_URL } from '@waybill/powerbi';
import { Player, Recorder, type RunEvent, type RunnerServices } from '@waybill/runner';
import { writeFileAtomically } from '../files.ts';
import type { Output } from '../output.ts';

export interface CassetteOptions {
  readonly record?: string;
  readonly replay?: string;
}

/** What stands between a run and the network: a recorder or a player. */
export interface RunCassette {
  services(services: RunnerServices): RunnerServices;
  onEvent(event: RunEvent): void;
  /** Called however the run ended. */
  close(): Promise<void>;
}

/** @throws {WaybillError} ERR_USAGE, or what is wrong with the cassette */
export async function openCassette(
  { record, replay }: CassetteOptions,
  output: Output,
  sandboxUrl: string | undefined,
): Promise<RunCassette | undefined> {
  if (record !== undefined && replay !== undefined) {
    throw new WaybillError('ERR_USAGE', '--record and --replay exclude each other.', {
      hint: 'A replay answers from what was recorded; there is nothing new to record.',
    });
  }
  if (replay !== undefined) return playing(replay, output);
  return record === undefined ? undefined : recording(record, output, sandboxUrl);
}

function recording(path: string, output: Output, sandboxUrl: string | undefined): RunCassette {
  const { redactor } = output;
  const recorder = new Recorder({ redactor, aliases: sandboxUrl === undefined ? [] : sandboxAliases(sandboxUrl) });
  return {
    services: (services) => recorder.services(services),
    onEvent: (event) => recorder.onEvent(event),
    close: async () => {
      const exchanges = recorder.exchanges();
      await writeFileAtomically(path, writtenCassette(exchanges));
      output.note(`${counted(exchanges.length)} recorded in ${path}.`);
      if (recorder.missed > 0) {
        output.note(
          `The cassette is full: ${counted(recorder.missed)} more did not fit. Record fewer requests, or smaller answers.`,
        );
      }
    },
  };
}

/** A sandbox of a run has another port every time; in a cassette it is always where `waybill sandbox` listens. */
function sandboxAliases(sandboxUrl: string): readonly (readonly [string, string])[] {
  return [
    [sandboxUrl, SANDBOX_URL],
    [encodeURIComponent(sandboxUrl), encodeURIComponent(SANDBOX_URL)],
  ];
}

const MOST_NOTED = 5;

async function playing(path: string, output: Output): Promise<RunCassette> {
  const player = new Player(await loadCassette(path));
  return {
    services: (services) => player.services(services),
    onEvent: () => undefined,
    close: async () => {
      const { unused } = player;
      if (unused.length === 0) return;
      output.note(`${counted(unused.length)} of ${path} ${unused.length === 1 ? 'was' : 'were'} not asked for:`);
      for (const { request, location } of unused.slice(0, MOST_NOTED))
        output.note(`  line ${location.line}: ${request.method} ${request.url}`);
      if (unused.length > MOST_NOTED) output.note(`  and ${unused.length - MOST_NOTED} more`);
    },
  };
}

function counted(exchanges: number): string {
  return exchanges === 1 ? '1 exchange' : `${exchanges} exchanges`;
}
