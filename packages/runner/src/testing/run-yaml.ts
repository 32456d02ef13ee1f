import { join } from 'node:path';
import { loadCollection, valuesLayer } from '@waybill/collection';
import { WaybillError } from '@waybill/errors';
import { Redactor } from '@waybill/redaction';
import { RestClient } from '@waybill/rest';
// biome-ignore lint/style/noRestrictedImports: this folder is only for tests
import { type Handler, serve, tempDir } from '@waybill/testkit';
import { expect } from 'vitest';
import {
  createPlan,
  describeEvent,
  githubReporter,
  jsonReporter,
  junitReporter,
  type RequestResult,
  type RunEvent,
  type RunnerServices,
  type RunOptions,
  run,
  type Selection,
  tapReporter,
  terminalReporter,
} from '../index.ts';

export interface Outcome {
  readonly events: readonly RunEvent[];
  readonly results: readonly RequestResult[];
  /** Standard output without colour, as in a pipe. */
  readonly terminal: string;
  readonly junit: string;
  readonly json: string;
  readonly tap: string;
  /** What GitHub Actions reads from standard output, and the summary of the job. */
  readonly annotations: string;
  readonly summary: string;
}

/** A collection file, loaded, and what it takes to run it against a server that `handler` answers for. */
export async function prepare(yaml: string, handler: Handler, variables: Record<string, unknown> = {}) {
  const folder = await tempDir({ 'smoke.yaml': yaml });
  const origin = await serve(handler);
  const { collection, problems } = await loadCollection(join(folder, 'smoke.yaml'));
  expect(problems).toEqual([]);
  const redactor = new Redactor();
  const services: RunnerServices = {
    client: new RestClient(),
    tokenProvider: (name: string) => {
      if (name === 'app') return { allows: () => true, getToken: async () => 'token-of-app' };
      throw new WaybillError('ERR_IDENTITY_UNKNOWN', `There is no identity "${name}".`);
    },
    redactor,
    overrides: [valuesLayer('command line', variables, { templated: false })],
    defaults: [valuesLayer('environment', { origin })],
    env: {},
    files: { root: folder, allowOutside: false, downloads: join(folder, 'downloads') },
  };
  return { folder, origin, collection, redactor, services };
}

/** Runs a collection file against a server that `handler` answers for. */
export async function runYaml(
  yaml: string,
  handler: Handler,
  options: Partial<RunOptions> & { selection?: Selection; variables?: Record<string, unknown> } = {},
): Promise<Outcome> {
  const { folder, origin, collection, redactor, services } = await prepare(yaml, handler, options.variables);
  let terminal = '';
  let annotations = '';
  const write = (text: string) => {
    terminal += redactor.redact(text);
  };
  const annotate = (text: string) => {
    annotations += text;
  };
  const junit = junitReporter();
  const json = jsonReporter();
  const tap = tapReporter();
  const github = githubReporter({ write: annotate, workspace: folder });
  const onTerminal = terminalReporter({ write, color: false, interactive: false, columns: 80 });
  const events: RunEvent[] = [];
  for await (const event of run(createPlan(collection, options.selection), services, { title: 'Test', ...options })) {
    events.push(event);
    const described = describeEvent(event, redactor);
    for (const reporter of [onTerminal, junit, json, tap, github]) reporter.onEvent(described);
  }
  const results = events.flatMap((event) => (event.type === 'request-finished' ? [event.result] : []));
  return {
    events,
    results,
    terminal: terminal.replaceAll(folder, '').replaceAll(origin, 'http://server'),
    junit: junit.document(),
    json: json.document(),
    tap: tap.document(),
    annotations,
    summary: github.document(),
  };
}

/** Answers everything with this. */
export const json =
  (value: unknown, status = 200): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };

/** `key outcome` of each result. */
export const outcomes = ({ results }: Outcome) => results.map(({ request, outcome }) => `${request.key} ${outcome}`);
