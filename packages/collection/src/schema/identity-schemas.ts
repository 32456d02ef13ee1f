import * as z from 'zod/mini';

const common = {
  tenantId: z.string(),
  clientId: z.string(),
  /** Hosts the token may be sent to. */
  allowedHosts: z.exactOptional(z.array(z.string())),
};

const clientSecret = z.strictObject({
  flow: z.literal('client-secret'),
  ...common,
  clientSecret: z.string(),
  scope: z.string(),
});

const password = {
  flow: z.literal('password'),
  ...common,
  clientSecret: z.exactOptional(z.string()),
  username: z.string(),
  password: z.string(),
};

const passwordV1 = z.strictObject({ ...password, endpoint: z.literal('v1'), resource: z.string() });
// Also chosen for an endpoint that does not exist, so its complaint names both.
const v2 = z._default(z.literal('v2', '`v1` or `v2`'), 'v2');
const passwordV2 = z.strictObject({ ...password, endpoint: v2, scope: z.string() });

/** The flows an identity may use, each with the schemas of its versions. A new flow is a new row. */
const FLOWS = {
  'client-secret': { schemas: [clientSecret], choose: () => clientSecret },
  password: {
    schemas: [passwordV1, passwordV2],
    choose: (written: { readonly endpoint?: unknown }) => (written.endpoint === 'v1' ? passwordV1 : passwordV2),
  },
} as const;

type Flow = keyof typeof FLOWS;

/** How to sign in, by `flow`. All texts may hold templates. */
export type IdentityDefinition = Readonly<z.output<(typeof FLOWS)[Flow]['schemas'][number]>>;

export const FLOW_NAMES: readonly string[] = Object.keys(FLOWS);

/** The schema for an identity as written, or undefined when its flow is unknown. */
export function identitySchemaFor(written: { readonly [key: string]: unknown }) {
  const { flow } = written;
  return typeof flow === 'string' && Object.hasOwn(FLOWS, flow) ? FLOWS[flow as Flow].choose(written) : undefined;
}

/** Any identity, for editors. */
export const anyIdentity = z.union(Object.values(FLOWS).flatMap((flow) => [...flow.schemas]));
