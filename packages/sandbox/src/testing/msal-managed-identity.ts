import { ManagedIdentityApplication } from '@azure/msal-node';

// A program of its own, because MSAL looks only once where it runs.
const { resource, clientId } = JSON.parse(process.env.IDENTITY ?? '') as { resource: string; clientId?: string };
const params = clientId === undefined ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } };
const { accessToken } = await new ManagedIdentityApplication(params).acquireToken({ resource });

process.stdout.write(accessToken);
