import type { WaybillError } from '@waybill/errors';
import { secretMissing, secretRefused } from './secret-error.ts';

interface Explanation {
  readonly make: typeof secretMissing;
  readonly why: (secret: string, vault: string) => string;
  readonly hint: string;
}

const NO_RIGHT: Explanation = {
  make: secretRefused,
  why: (_secret, vault) => `whoever signed in may not read secrets of the vault ${vault}`,
  hint: 'Give that identity the role "Key Vault Secrets User" on the vault, or an access policy with Get.',
};

/**
 * How Key Vault says no, by its own codes; the narrower one comes first.
 * Source: Microsoft Learn, "Azure Key Vault REST API Error Codes".
 */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ForbiddenByFirewall: {
    make: secretRefused,
    why: (_secret, vault) => `the firewall of the vault ${vault} does not let this machine in`,
    hint: "Add this machine's address under Networking of the vault, or run inside its network.",
  },
  SecretDisabled: {
    make: secretMissing,
    why: (secret, vault) => `${secret} in the vault ${vault} is disabled`,
    hint: 'Enable it in the vault, or name another secret.',
  },
  SecretNotFound: {
    make: secretMissing,
    why: (secret, vault) => `the vault ${vault} has no secret ${secret}`,
    hint: 'Check the name; a secret that was deleted can be recovered for a while.',
  },
  VaultNotFound: {
    make: secretMissing,
    why: (_secret, vault) => `there is no vault ${vault}`,
    hint: 'Check the name of the vault, and that `cloud` is the one it lives in.',
  },
  ForbiddenByRbac: NO_RIGHT,
  AccessDenied: NO_RIGHT,
  Forbidden: NO_RIGHT,
  Unauthorized: {
    make: secretRefused,
    why: (_secret, vault) => `the vault ${vault} does not take the token`,
    hint: "Use an identity of the vault's own tenant.",
  },
};

/** Explains a refusal if one of the vault's codes is among what it said. */
export function vaultRefusal(
  name: string,
  secret: string,
  vault: string,
  said: readonly unknown[],
): WaybillError | undefined {
  const code = Object.keys(EXPLANATIONS).find((each) => said.includes(each));
  const explanation = code === undefined ? undefined : EXPLANATIONS[code];
  return explanation?.make(name, explanation.why(secret, vault), explanation.hint);
}
