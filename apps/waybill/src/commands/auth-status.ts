import { WaybillError } from '@waybill/errors';
import { type EnvironmentOptions, openEnvironment } from '../engine/open-environment.ts';
import { tokenCachePath } from '../engine/token-cache.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export interface AuthStatusCommandOptions extends EnvironmentOptions {
  readonly json?: boolean;
}

interface IdentityStatus {
  readonly identity: string;
  readonly flow: string;
  readonly account?: string | undefined;
  readonly expiresOn?: string | undefined;
  /** Why nothing can be said, e.g. a missing secret. */
  readonly problem?: string | undefined;
}

/** `waybill auth status`: which identities there are, and which have a token that is kept. Signs in as nobody. */
export async function authStatusCommand(options: AuthStatusCommandOptions, output: Output): Promise<number> {
  const { environment, engine } = await openEnvironment(options, output);
  const { tokens } = engine;
  const statuses: IdentityStatus[] = [];
  for (const identity of tokens.names()) {
    const { flow } = environment.identities[identity] as { flow: string };
    try {
      const token = await tokens.kept(identity);
      statuses.push({ identity, flow, account: token?.account, expiresOn: token?.expiresOn.toISOString() });
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error;
      statuses.push({ identity, flow, problem: error.message });
    }
  }
  if (options.json) output.line(JSON.stringify({ cache: tokenCachePath(process.env), identities: statuses }, null, 2));
  else for (const status of statuses) output.line(describe(status, output));
  return EXIT.passed;
}

function describe({ identity, flow, account, expiresOn, problem }: IdentityStatus, output: Output): string {
  const name = `${output.style('bold', identity)} (${flow})`;
  if (problem !== undefined) return `${name}  ${output.style('yellow', problem)}`;
  if (expiresOn === undefined) return `${name}  no token is kept`;
  const minutes = Math.round((Date.parse(expiresOn) - Date.now()) / 60_000);
  const state = minutes > 0 ? `good for ${minutes} min` : 'expired';
  return `${name}  ${output.style(minutes > 0 ? 'green' : 'yellow', state)}  ${account ?? 'the app itself'}`;
}
