export type { FaultDescription, FaultName, FaultOptions } from './admin/faults.ts';
export type { FederatedTokenOptions, SandboxAdmin } from './admin/sandbox-admin.ts';
export {
  type SandboxApp,
  type SandboxDataset,
  type SandboxSeed,
  type SandboxUser,
  type SandboxWorkspace,
  seed,
  type WorkspaceUser,
} from './seed.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts';
