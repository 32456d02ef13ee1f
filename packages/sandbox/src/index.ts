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
