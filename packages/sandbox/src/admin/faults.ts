import { WaybillError } from '@waybill/errors';
import { isAadstsCode } from '../entra/aadsts.ts';

/** What an option of a fault may be; `any` is any JSON. */
interface OptionTypes {
  readonly number: number;
  readonly string: string;
  readonly any: unknown;
}

/** What every fault takes. */
const COMMON = {
  /** How many requests it hits; all until it is cleared when left out. */
  times: 'number',
  /** Which paths it hits, with `*` for anything in between, e.g. `/v1.0/myorg/admin/*`. */
  path: 'string',
} as const;

/** All faults: what each does, and what it may be told beside {@link COMMON}. */
const FAULTS = {
  'service-principals-blocked': {
    does: 'The tenant lets no app call the Power BI API: 401 PowerBINotAuthorizedException.',
    options: {},
  },
  'service-principals-blocked-on-admin-apis': {
    does: 'The tenant lets no app read admin APIs: 401 PowerBINotAuthorizedException below /admin.',
    options: {},
  },
  'token-expired': { does: 'Power BI calls every token expired: 403, x-powerbi-error-info TokenExpired.', options: {} },
  throttled: {
    does: 'Power BI answers 429 with Retry-After, 30 unless told otherwise.',
    options: { retryAfterSeconds: 'number' },
  },
  'capacity-not-active': {
    does: 'The capacity is paused: 400 CapacityNotActive below /groups/{id}/, and Suspended in the list of capacities.',
    options: {},
  },
  'not-licensed': { does: 'Users have no Pro licence: 401 PowerBINotLicensedException.', options: {} },
  'rls-dataset': {
    does: 'Datasets have row-level security: executeQueries answers apps with 401 PowerBINotAuthorizedException.',
    options: {},
  },
  'refresh-fails': {
    does: 'Refreshes that start now end as Failed, with this errorCode in serviceExceptionJson.',
    options: { errorCode: 'string' },
  },
  'stale-dataset': {
    does: 'Refreshes look as if they had been this much longer ago, 72 hours unless told otherwise.',
    options: { hours: 'number' },
  },
  'empty-dataset': { does: 'Queries find no rows: COUNTROWS and measures give 0.', options: {} },
  'rls-leaks': { does: 'Row-level security lets everybody see all rows.', options: {} },
  'workspace-off-capacity': { does: 'Workspaces look as if they were on shared capacity.', options: {} },
  'extra-workspace-admin': {
    does: 'Workspaces have an Admin more, mallory@… unless told otherwise.',
    options: { identifier: 'string' },
  },
  'export-fails': {
    does: 'Exports that start now end as Failed: for good, or with Retry-After if that is given.',
    options: { retryAfterSeconds: 'number' },
  },
  'import-fails': { does: 'Imports that start now end as Failed.', options: {} },
  'deployment-fails': { does: 'Deployments that start now end as Failed.', options: {} },
  'embed-token-short-lived': {
    does: 'Embed tokens are good for this many minutes only, 5 unless told otherwise.',
    options: { minutes: 'number' },
  },
  'gateway-unreachable': {
    does: 'Gateways are offline: 400 DM_GWPipeline_Client_GatewayUnreachable for the status of their data sources.',
    options: {},
  },
  'insufficient-claims': {
    does: 'Power BI answers 401 insufficient_claims until a token has the claims (JSON; acrs c1 if left out).',
    options: { claims: 'string' },
  },
  'server-error': { does: 'Power BI answers 500 in plain text.', options: {} },
  slow: { does: 'Every answer comes late, by 3000 ms unless told otherwise.', options: { ms: 'number' } },
  'token-empty-body': { does: 'The token endpoint answers 200 with nothing in it.', options: { status: 'number' } },
  'token-not-json': { does: 'The token endpoint answers 502 with a page of a proxy.', options: { status: 'number' } },
  'entra-error': {
    does: 'The token endpoint refuses with this AADSTS number; for other endpoints give a path, e.g. */authorize.',
    options: {
      code: 'number',
      subject: 'string',
      error: 'string',
      suberror: 'string',
      claims: 'string',
      grantType: 'string',
      retryAfterSeconds: 'number',
    },
  },
  'power-bi-refusal': {
    does: 'Power BI answers with this status (401 if left out), and a code in the body, or a body of your own.',
    options: { status: 'number', code: 'string', errorInfo: 'string', body: 'any', method: 'string' },
  },
  'key-vault-firewall': { does: 'Key Vault refuses the address: 403 ForbiddenByFirewall.', options: {} },
} as const satisfies Record<string, { does: string; options: Record<string, keyof OptionTypes> }>;

export type FaultName = keyof typeof FAULTS;

type Typed<T extends Readonly<Record<string, keyof OptionTypes>>> = { readonly [K in keyof T]?: OptionTypes[T[K]] };

export type FaultOptions<N extends FaultName = FaultName> = Typed<(typeof FAULTS)[N]['options']> & Typed<typeof COMMON>;

export interface FaultDescription {
  readonly name: FaultName;
  readonly does: string;
  /** Types by the names of the options. */
  readonly options: Readonly<Record<string, keyof OptionTypes>>;
  /** What it was set with, while it is on. */
  readonly active?: FaultOptions;
}

/** What is wrong with a sandbox on purpose. */
export class Faults {
  readonly #active = new Map<FaultName, { readonly options: FaultOptions; left: number }>();

  /** @throws {WaybillError} ERR_USAGE for a name or an option that does not exist */
  set<N extends FaultName>(name: N, options: FaultOptions<N> = {}): void {
    if (!Object.hasOwn(FAULTS, name)) throw wrong(`There is no fault ${name}.`);
    const types: Readonly<Record<string, keyof OptionTypes>> = { ...COMMON, ...FAULTS[name].options };
    for (const [option, value] of Object.entries(options)) {
      const type = Object.hasOwn(types, option) ? types[option] : undefined;
      if (type === undefined) throw wrong(`The fault ${name} has no option ${option}.`);
      if (type !== 'any' && typeof value !== type) throw wrong(`The option ${option} must be a ${type}.`);
    }
    assertUsable(name, options);
    this.#active.set(name, { options, left: options.times ?? Number.POSITIVE_INFINITY });
  }

  /** Ends one fault, or all. */
  clear(name?: FaultName): void {
    if (name === undefined) this.#active.clear();
    else this.#active.delete(name);
  }

  /** Whether a fault hits a request, and what it was set with. Each hit counts. */
  hit<N extends FaultName>(
    name: N,
    path: string,
    isMeant: (options: FaultOptions<N>) => boolean = () => true,
  ): FaultOptions<N> | undefined {
    const fault = this.#active.get(name);
    if (fault === undefined || fault.left <= 0) return undefined;
    const options = fault.options as FaultOptions<N>;
    if (options.path !== undefined && !matches(options.path, path)) return undefined;
    if (!isMeant(options)) return undefined;
    fault.left -= 1;
    return options;
  }

  /** Whether a fault is on; does not count as a hit. */
  isOn(name: FaultName): boolean {
    return (this.#active.get(name)?.left ?? 0) > 0;
  }

  list(): readonly FaultDescription[] {
    return (Object.keys(FAULTS) as FaultName[]).map((name) => {
      const active = this.#active.get(name);
      return {
        name,
        does: FAULTS[name].does,
        options: { ...COMMON, ...FAULTS[name].options },
        ...(active === undefined || active.left <= 0 ? {} : { active: active.options }),
      };
    });
  }
}

/** Checks what types do not say. */
function assertUsable(name: FaultName, options: FaultOptions): void {
  const { code, status, claims } = options as Partial<Record<string, unknown>>;
  if (name === 'entra-error' && !isAadstsCode(Number(code)))
    throw wrong(`The option code must be an AADSTS number the sandbox knows, not ${code}.`);
  if (status !== undefined && !(Number.isInteger(status) && Number(status) >= 200 && Number(status) <= 599))
    throw wrong('The option status must be a number from 200 to 599.');
  if (name === 'insufficient-claims' && claims !== undefined && !isJsonObject(String(claims)))
    throw wrong('The option claims must be a JSON object.');
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** Whether a path fits a pattern in which `*` stands for anything. */
function matches(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(path);
}

function wrong(message: string): WaybillError {
  return new WaybillError('ERR_USAGE', message, { hint: 'GET /_sandbox/faults lists all faults and their options.' });
}
