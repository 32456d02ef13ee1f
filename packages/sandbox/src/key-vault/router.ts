import { type Context, Hono } from 'hono';
import type { Faults } from '../admin/faults.ts';
import { originOf } from '../entra/read-token-request.ts';
import type { SigningKey } from '../entra/signing-key.ts';
import type { SandboxVault, VaultSecret } from '../seed-types.ts';

export interface KeyVaultState {
  readonly vaults: readonly SandboxVault[];
  readonly key: SigningKey;
  readonly issuer: string;
  readonly faults: Faults;
}

const RESOURCE = 'https://vault.azure.net';

/** How Key Vault refuses a call. */
class VaultRefusal extends Error {
  readonly status: 400 | 401 | 403 | 404;
  readonly code: string;
  readonly innerCode: string | undefined;

  constructor(status: 400 | 401 | 403 | 404, code: string, message: string, innerCode?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.innerCode = innerCode;
  }
}

/** Secrets of key vaults. What is the host in Azure is the first part of the path here. */
export function keyVaultRouter(state: KeyVaultState): Hono {
  const router = new Hono();
  router.onError((error, context) => {
    if (!(error instanceof VaultRefusal)) throw error;
    if (error.status === 401)
      // A client that knows no tenant learns from this where to sign in.
      context.header('www-authenticate', `Bearer authorization="${state.issuer.slice(0, -1)}", resource="${RESOURCE}"`);
    const inner = error.innerCode === undefined ? {} : { innererror: { code: error.innerCode } };
    return context.json({ error: { code: error.code, message: error.message, ...inner } }, error.status);
  });
  router.get('/:vault/secrets/:name/:version?', async (context) => {
    const vault = state.vaults.find(({ name }) => name === context.req.param('vault').toLowerCase());
    if (vault === undefined) throw new VaultRefusal(404, 'VaultNotFound', 'There is no such vault.');
    await authorize(context, vault, state);
    if (!/^7\.\d/.test(context.req.query('api-version') ?? ''))
      throw new VaultRefusal(400, 'BadParameter', 'The query parameter api-version is missing or not supported.');
    const secret = secretIn(vault, context.req.param('name'), context.req.param('version'));
    return context.json(secretBundle(secret, `${originOf(context)}/keyvault/${vault.name}`));
  });
  return router;
}

async function authorize(context: Context, vault: SandboxVault, state: KeyVaultState): Promise<void> {
  const token = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  if (token === undefined)
    throw new VaultRefusal(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.');
  const claims = await state.key.verify(token).catch(() => undefined);
  if (claims?.aud !== RESOURCE || claims.iss !== state.issuer)
    throw new VaultRefusal(401, 'Unauthorized', 'AKV10022: The token is not valid, or not for this vault.');
  if (state.faults.hit('key-vault-firewall', context.req.path))
    throw new VaultRefusal(
      403,
      'Forbidden',
      'Client address (127.0.0.1) is not authorized and caller is not a trusted service.',
      'ForbiddenByFirewall',
    );
  if (!vault.readers.includes(String(claims.oid)))
    throw new VaultRefusal(403, 'Forbidden', 'The caller has no role that lets it read secrets.', 'ForbiddenByRbac');
}

function secretIn(vault: SandboxVault, name: string, version: string | undefined): VaultSecret {
  const secret = vault.secrets.find(
    (each) => each.name.toLowerCase() === name.toLowerCase() && (version === undefined || version === each.version),
  );
  if (secret === undefined)
    throw new VaultRefusal(404, 'SecretNotFound', `There is no secret ${name} in this key vault.`);
  if (!secret.isEnabled)
    throw new VaultRefusal(403, 'Forbidden', 'A disabled secret cannot be read.', 'SecretDisabled');
  return secret;
}

function secretBundle({ name, value, version }: VaultSecret, vaultUrl: string): Record<string, unknown> {
  // The first second of 2026.
  const created = 1_767_225_600;
  const recovery = { recoveryLevel: 'Recoverable+Purgeable', recoverableDays: 90 };
  return {
    value,
    id: `${vaultUrl}/secrets/${name}/${version}`,
    attributes: { enabled: true, created, updated: created, ...recovery },
    tags: {},
  };
}
