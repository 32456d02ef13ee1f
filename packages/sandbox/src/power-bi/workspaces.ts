import type { AccessRight, SandboxSeed, SandboxWorkspace, WorkspaceUser } from '../seed.ts';
import type { Caller } from './caller.ts';
import { Dataset } from './dataset.ts';
import { entityNotFound, groupNotAccessible, notAuthorized } from './refusal.ts';

/** A workspace and everything in it. */
export class Workspace {
  readonly id: string;
  readonly name: string;
  readonly users: WorkspaceUser[];
  readonly datasets: readonly Dataset[];

  constructor(from: SandboxWorkspace, refreshDurationMs: number) {
    this.id = from.id;
    this.name = from.name;
    this.users = [...from.users];
    this.datasets = from.datasets.map((dataset) => new Dataset(dataset, refreshDurationMs));
  }

  user(identifier: string): WorkspaceUser | undefined {
    return this.users.find((user) => user.identifier === identifier.toLowerCase());
  }

  dataset(id: string): Dataset {
    const dataset = this.datasets.find((each) => each.id === id.toLowerCase());
    if (dataset === undefined) throw entityNotFound();
    return dataset;
  }

  /** The workspace as `groups` lists it. */
  toGroup(): Record<string, unknown> {
    return { id: this.id, isReadOnly: false, isOnDedicatedCapacity: false, type: 'Workspace', name: this.name };
  }

  /** The workspace as `admin/groups` lists it. */
  toAdminGroup(): Record<string, unknown> {
    return { ...this.toGroup(), state: 'Active', capacityMigrationStatus: 'Migrated' };
  }
}

/** All workspaces of the tenant, and who may do what in them. */
export class Workspaces {
  readonly all: readonly Workspace[];

  constructor(seed: SandboxSeed, refreshDurationMs: number) {
    this.all = seed.workspaces.map((workspace) => new Workspace(workspace, refreshDurationMs));
  }

  of(caller: Caller): readonly Workspace[] {
    return this.all.filter((workspace) => workspace.user(caller.identifier) !== undefined);
  }

  /** The workspace, if the caller is in it with one of these rights; without rights, any will do. */
  open(id: string, caller: Caller, rights?: readonly AccessRight[]): Workspace {
    const workspace = this.all.find((each) => each.id === id.toLowerCase());
    const user = workspace?.user(caller.identifier);
    // Whether a workspace exists is not for outsiders to know.
    if (workspace === undefined || user === undefined) throw groupNotAccessible();
    if (rights !== undefined && !rights.includes(user.groupUserAccessRight)) throw notAuthorized();
    return workspace;
  }
}
