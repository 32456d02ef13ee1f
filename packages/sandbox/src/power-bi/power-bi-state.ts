import type { Faults } from '../admin/faults.ts';
import type { Directory } from '../entra/directory.ts';
import type { SandboxOptions } from '../sandbox-options.ts';
import type { SandboxCapacity, SandboxGateway, SandboxPipeline, SandboxSeed } from '../seed.ts';
import { Jobs } from './jobs.ts';
import { Workspaces } from './workspaces.ts';

/** What operations work on. */
export interface PowerBiState {
  readonly workspaces: Workspaces;
  readonly directory: Directory;
  readonly faults: Faults;
  readonly capacities: readonly SandboxCapacity[];
  readonly gateways: readonly SandboxGateway[];
  readonly pipelines: readonly SandboxPipeline[];
  readonly exports: Jobs<ReportExport>;
  readonly scans: Jobs<Scan>;
  readonly deployments: Jobs<Deployment>;
}

export interface ReportExport {
  readonly reportId: string;
  readonly reportName: string;
  readonly format: 'PDF';
  readonly pages: readonly string[];
  /** How it fails: for good, or because the service is busy for so many seconds. */
  readonly failure?: 'permanent' | { readonly retryAfterSeconds: number };
}

/** What `admin/workspaces/getInfo` was asked for. */
export interface Scan {
  readonly workspaceIds: readonly string[];
}

export interface Deployment {
  readonly pipelineId: string;
  readonly sourceStageOrder: number;
  readonly fails: boolean;
}

export function createPowerBiState(
  seed: SandboxSeed,
  directory: Directory,
  faults: Faults,
  { refreshDurationMs = 3000, operationDurationMs = 1000 }: SandboxOptions,
): PowerBiState {
  const { capacities, gateways, pipelines } = seed;
  return {
    workspaces: new Workspaces(seed, { refreshDurationMs, importDurationMs: operationDurationMs }),
    directory,
    faults,
    capacities,
    gateways,
    pipelines,
    exports: new Jobs(operationDurationMs),
    scans: new Jobs(operationDurationMs),
    deployments: new Jobs(operationDurationMs),
  };
}
