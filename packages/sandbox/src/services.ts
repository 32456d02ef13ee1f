import { setTimeout as wait } from 'node:timers/promises';
import type { Hono, MiddlewareHandler } from 'hono';
import { Faults } from './admin/faults.ts';
import { adminRouter } from './admin/router.ts';
import { SandboxAdmin } from './admin/sandbox-admin.ts';
import { armRouter } from './arm/router.ts';
import { AuthorizationCodes } from './entra/authorization-codes.ts';
import { ClientCertificates } from './entra/client-certificates.ts';
import { DeviceCodes } from './entra/device-codes.ts';
import { Directory } from './entra/directory.ts';
import { RefreshTokens } from './entra/refresh-tokens.ts';
import { entraRouter } from './entra/router.ts';
import type { SigningKey } from './entra/signing-key.ts';
import { onlyLoopbackHost } from './host-check.ts';
import { keyVaultRouter } from './key-vault/router.ts';
import { managedIdentityRouter } from './managed-identity/router.ts';
import { createPowerBiState } from './power-bi/power-bi-state.ts';
import { powerBiRouter } from './power-bi/router.ts';
import type { SandboxOptions } from './sandbox-options.ts';
import { seed } from './seed.ts';

export interface SandboxKeys {
  /** Signs what this Entra issues. */
  readonly key: SigningKey;
  /** Signs what other identity providers would issue. */
  readonly federationKey: SigningKey;
}

/** Puts all services of a sandbox in their places, each with a fresh state. */
export function mountServices(
  app: Hono,
  url: string,
  { key, federationKey }: SandboxKeys,
  options: SandboxOptions,
): SandboxAdmin {
  const directory = new Directory(seed);
  const certificates = new ClientCertificates();
  const faults = new Faults();
  const admin = new SandboxAdmin(directory, certificates, federationKey, faults);
  const tokenLifetimeSeconds = options.tokenLifetimeSeconds ?? 3599;
  const issuer = `${url}/${directory.tenantId}/`;
  app.use(onlyLoopbackHost);
  app.notFound((context) => context.text('There is nothing here.', 404));
  // Hono's own handler prints; a library must not.
  app.onError((_error, context) => context.text('An error has occurred.', 500));
  app.route('/_sandbox', adminRouter(admin));
  app.use(late(faults));
  app.route('/v1.0/myorg', powerBiRouter(createPowerBiState(seed, directory, faults, options), key, issuer));
  app.route('/keyvault', keyVaultRouter({ vaults: seed.vaults, key, issuer, faults }));
  app.route('/', managedIdentityRouter({ directory, key, issuer, tokenLifetimeSeconds }));
  app.route('/', armRouter(key, issuer, directory.tenantId));
  app.route(
    '/',
    entraRouter({
      directory,
      key,
      federationKey,
      certificates,
      refreshTokens: new RefreshTokens(),
      deviceCodes: new DeviceCodes(options.deviceCodeIntervalSeconds ?? 1, options.deviceCodeLifetimeSeconds ?? 900),
      faults,
      authorizationCodes: new AuthorizationCodes(),
      issuerOrigin: url,
      tokenLifetimeSeconds,
    }),
  );
  return admin;
}

/** Makes answers wait; those of the administration come before it. */
function late(faults: Faults): MiddlewareHandler {
  return async (context, next) => {
    const fault = faults.hit('slow', context.req.path);
    if (fault !== undefined) await wait(fault.ms ?? 3000);
    return next();
  };
}
