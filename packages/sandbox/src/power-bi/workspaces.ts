import type { AccessRight, SandboxSeed, SandboxWorkspace, WorkspaceUser } from '../seed.ts';
import type { Caller } from './caller.ts';
import { Dataset } from './dataset.ts';
import { Imports } from './imports.ts';
import { entityNotFound, groupNotAccessible, notAuthorized } from './refusal.ts';
import { Report } from './report.ts';

/** How long things take, in ms. */
export interface Durations {
  readonly refreshDurationMs: number;
  readonly importDurationMs: number;
}

/** A workspace and everything in it. */
export class Workspace {
  readonly id: string;
  readonly name: string;
  readonly users: WorkspaceUser[];
  readonly capacityId: string | undefined;
  readonly imports: Imports;
  #datasets: readonly Dataset[];
  #reports: readonly Report[];

  constructor(from: SandboxWorkspace, { refreshDurationMs, importDurationMs }: Durations) {
    this.id = from.id;
    this.name = from.name;
    this.users = [...from.users];
    this.capacityId = from.capacityId;
    this.#datasets = from.datasets.map((dataset) => new Dataset(dataset, refreshDurationMs));
    this.#reports = (from.reports ?? []).map((report) => new Report(report));
    this.imports = new Imports(importDurationMs, refreshDurationMs);
  }

  /** What was there from the start, and what was imported. */
  get datasets(): readonly Dataset[] {
    return [...this.#datasets, ...this.imports.finished.map(({ dataset }) => dataset)];
  }

  get reports(): readonly Report[] {
    return [...this.#reports, ...this.imports.finished.map(({ report }) => report)];
  }

  user(identifier: string): WorkspaceUser | undefined {
    return this.users.find((user) => user.identifier === identifier.toLowerCase());
  }

  dataset(id: string): Dataset {
    const dataset = this.datasets.find((each) => each.id === id.toLowerCase());
    if (dataset === undefined) throw entityNotFound();
    return dataset;
  }

  report(id: string): Report {
    const report = this.reports.find((each) => each.id === id.toLowerCase());
    if (report === undefined) throw entityNotFound();
    return report;
  }

  /** Removes a dataset with the reports on it. */
  deleteDataset(id: string): void {
    const dataset = this.dataset(id);
    this.#reports = this.#reports.filter(({ datasetId }) => datasetId !== dataset.id);
    this.#datasets = this.#datasets.filter((each) => each !== dataset);
    this.imports.forget(dataset);
  }

  /** The workspace as `groups` lists it. */
  toGroup(): Record<string, unknown> {
    const { id, name, capacityId } = this;
    return {
      id,
      isReadOnly: false,
      isOnDedicatedCapacity: capacityId !== undefined,
      ...(capacityId === undefined ? {} : { capacityId }),
      type: 'Workspace',
      name,
    };
  }

  /** The workspace as `admin/groups` lists it. */
  toAdminGroup(): Record<string, unknown> {
    return { ...this.toGroup(), state: 'Active', capacityMigrationStatus: 'Migrated' };
  }
}

/** All workspaces of the tenant, and who may do what in them. */
export class Workspaces {
  readonly all: readonly Workspace[];

  constructor(seed: SandboxSeed, durations: Durations) {
    this.all = seed.workspaces.map((workspace) => new Workspace(workspace, durations));
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
