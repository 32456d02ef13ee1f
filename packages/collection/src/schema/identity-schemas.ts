import * as z from 'zod/mini';
import { text } from './primitives.ts';

const common = {
  /** Hosts the token may be sent to. */
  allowedHosts: z.exactOptional(z.array(z.string())),
};

/** An app registration, and what it asks for. */
const app = { ...common, tenantId: text, clientId: text };
const scoped = { ...app, scope: text };
const maybeText = z.exactOptional(z.string());
const port = z.exactOptional(z.number());

const authorizationCode = z.strictObject({
  flow: z.literal('authorization-code'),
  ...scoped,
  clientSecret: maybeText,
  redirectPort: port,
  loginHint: maybeText,
  prompt: z.exactOptional(z.enum(['login', 'select_account', 'consent', 'none'])),
});

const deviceCode = z.strictObject({ flow: z.literal('device-code'), ...scoped });

const clientSecret = z.strictObject({ flow: z.literal('client-secret'), ...app, clientSecret: text, scope: text });

const certificate = {
  flow: z.literal('client-certificate'),
  ...scoped,
  passphrase: maybeText,
  sendCertificateChain: z.exactOptional(z.boolean()),
};
const certificateFile = z.strictObject({ ...certificate, certificateFile: text });
const certificateText = z.strictObject({ ...certificate, certificate: text });

const workloadFederation = z.strictObject({
  flow: z.literal('workload-federation'),
  ...scoped,
  source: z.enum(['file', 'github', 'azure-pipelines']),
  tokenFile: maybeText,
  audience: maybeText,
  serviceConnectionId: maybeText,
});

const managedIdentity = z.strictObject({
  flow: z.literal('managed-identity'),
  ...common,
  scope: text,
  clientId: maybeText,
  objectId: maybeText,
  resourceId: maybeText,
});

const azureCli = z.strictObject({
  flow: z.literal('azure-cli'),
  ...common,
  scope: text,
  tenantId: maybeText,
  subscription: maybeText,
});

const password = {
  flow: z.literal('password'),
  ...app,
  clientSecret: maybeText,
  username: text,
  password: text,
};
const passwordV1 = z.strictObject({ ...password, endpoint: z.literal('v1'), resource: text });
// Also chosen for an endpoint that does not exist, so its complaint names both.
const v2 = z._default(z.literal('v2', '`v1` or `v2`'), 'v2');
const passwordV2 = z.strictObject({ ...password, endpoint: v2, scope: text });

const onBehalfOf = z.strictObject({ flow: z.literal('on-behalf-of'), ...scoped, clientSecret: text, assertion: text });

const refreshToken = z.strictObject({
  flow: z.literal('refresh-token'),
  ...scoped,
  clientSecret: maybeText,
  refreshToken: text,
});

const token = z.strictObject({ flow: z.literal('token'), ...common, token: text });

const defaultChain = z.strictObject({
  flow: z.literal('default'),
  ...common,
  scope: text,
  tenantId: maybeText,
  clientId: maybeText,
});

const GRANTS = ['client-credentials', 'password', 'refresh-token', 'authorization-code', 'device-code'] as const;

const oauth2 = z.strictObject({
  flow: z.literal('oauth2'),
  ...common,
  grant: z.enum(GRANTS),
  issuer: maybeText,
  tokenUrl: maybeText,
  authorizationUrl: maybeText,
  deviceAuthorizationUrl: maybeText,
  clientId: text,
  clientSecret: maybeText,
  clientAuthentication: z.exactOptional(z.enum(['basic', 'post'])),
  scope: maybeText,
  audience: maybeText,
  username: maybeText,
  password: maybeText,
  refreshToken: maybeText,
  redirectPort: port,
});

type Written = { readonly [key: string]: unknown };

/** The flows an identity may use, each with the schemas of its versions. A new flow is a new row. */
const FLOWS = {
  'authorization-code': one(authorizationCode),
  'azure-cli': one(azureCli),
  'client-certificate': {
    schemas: [certificateFile, certificateText],
    choose: (written: Written) => (written.certificate === undefined ? certificateFile : certificateText),
  },
  'client-secret': one(clientSecret),
  default: one(defaultChain),
  'device-code': one(deviceCode),
  'managed-identity': one(managedIdentity),
  oauth2: one(oauth2),
  'on-behalf-of': one(onBehalfOf),
  password: {
    schemas: [passwordV1, passwordV2],
    choose: (written: Written) => (written.endpoint === 'v1' ? passwordV1 : passwordV2),
  },
  'refresh-token': one(refreshToken),
  token: one(token),
  'workload-federation': one(workloadFederation),
} as const;

function one<Schema extends z.ZodMiniType>(schema: Schema) {
  return { schemas: [schema], choose: (_written: Written) => schema } as const;
}

type Flow = keyof typeof FLOWS;

/** How to sign in, by `flow`. All texts may hold templates. */
export type IdentityDefinition = Readonly<z.output<(typeof FLOWS)[Flow]['schemas'][number]>>;

export const FLOW_NAMES: readonly string[] = Object.keys(FLOWS);

/** Keys whose values are paths, seen from the folder of the environment. */
export const IDENTITY_PATHS = ['certificateFile', 'tokenFile'] as const;

/** The schema for an identity as written, or undefined when its flow is unknown. */
export function identitySchemaFor(written: Written) {
  const { flow } = written;
  return typeof flow === 'string' && Object.hasOwn(FLOWS, flow) ? FLOWS[flow as Flow].choose(written) : undefined;
}

/** Any identity, for editors. */
export const anyIdentity = z.union(Object.values(FLOWS).flatMap((flow) => [...flow.schemas]));
