import { WaybillError } from '@waybill/errors';
import { type EnvironmentOptions, openEnvironment } from '../engine/open-environment.ts';
import { PASSWORD_WARNING } from '../engine/password-warning.ts';
import { createTokenCache, tokenCachePath } from '../engine/token-cache.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export interface AuthLoginCommandOptions extends EnvironmentOptions {
  readonly identity?: string;
  readonly browser: boolean;
}

/** `waybill auth login`: signs in once and keeps the tokens, encrypted, for the commands after it. */
export async function authLoginCommand(options: AuthLoginCommandOptions, output: Output): Promise<number> {
  const cancellation = new AbortController();
  process.once('SIGINT', () => cancellation.abort());
  const { environment, engine } = await openEnvironment(options, output, {
    browser: options.browser,
    signal: cancellation.signal,
    tokenStore: await createTokenCache(output, process.env),
  });
  const { tokens } = engine;
  const identity = options.identity ?? onlyIdentity(tokens.names(), environment.file);
  const token = await tokens.acquire(identity);
  if (token.flow === 'password') output.note(output.style('yellow', PASSWORD_WARNING));
  const minutes = Math.round((token.expiresOn.getTime() - Date.now()) / 60_000);
  output.line(`Signed in as ${token.account ?? 'the app itself'} (${identity}); the token is good for ${minutes} min.`);
  if (token.via !== undefined) output.line(`It came by ${token.via}.`);
  for (const reason of token.passedOver ?? []) output.line(`  passed over: ${reason}`);
  output.line(`Tokens are kept in ${tokenCachePath(process.env)}; \`waybill auth logout\` wipes them.`);
  return EXIT.passed;
}

function onlyIdentity(names: readonly string[], file: string): string {
  const [name] = names;
  if (name !== undefined && names.length === 1) return name;
  throw new WaybillError('ERR_USAGE', `${file} has ${names.length} identities.`, {
    hint: names.length === 0 ? 'Write one under `identities`.' : `Choose one with -i: ${names.join(', ')}.`,
  });
}
