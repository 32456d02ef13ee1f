import { existsSync } from 'node:fs';
import { type EnvironmentOptions, openEnvironment } from '../engine/open-environment.ts';
import { createTokenCache, tokenCachePath } from '../engine/token-cache.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

export interface AuthLogoutCommandOptions extends Omit<EnvironmentOptions, 'env'> {
  readonly env?: string;
  readonly identity?: string;
}

/** `waybill auth logout`: wipes the token cache, or drops the tokens of one identity. */
export async function authLogoutCommand(options: AuthLogoutCommandOptions, output: Output): Promise<number> {
  const path = tokenCachePath(process.env);
  if (!existsSync(path)) {
    output.line('There is nothing to sign out of: no tokens are kept.');
    return EXIT.passed;
  }
  if (options.env === undefined || options.identity === undefined) {
    await (await createTokenCache(output, process.env)).clear();
    output.line(`Signed out: ${path} is wiped.`);
    return EXIT.passed;
  }
  const { engine } = await openEnvironment({ ...options, env: options.env }, output);
  await engine.tokens.forget(options.identity);
  output.line(`Signed out: the tokens of ${options.identity} are dropped.`);
  return EXIT.passed;
}
