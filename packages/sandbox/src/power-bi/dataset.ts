import { randomUUID } from 'node:crypto';
import type { SandboxDataset } from '../seed.ts';
import { entityNotFound, invalidRequest } from './refusal.ts';

/** One refresh; its state follows from the clock. */
interface Refresh {
  readonly requestId: string;
  /** An enhanced refresh can be followed by its id and cancelled; a standard one only shows in the history. */
  readonly isEnhanced: boolean;
  readonly startMs: number;
  readonly durationMs: number;
  readonly failure?: string;
  cancelledMs?: number;
}

/** What an enhanced refresh may be asked for; any of these makes it one. */
const ENHANCED_FIELDS = [
  'type',
  'commitMode',
  'maxParallelism',
  'retryCount',
  'objects',
  'applyRefreshPolicy',
  'effectiveDate',
  'timeout',
];

/** The share of a refresh that passes before it leaves the queue. */
const QUEUED_SHARE = 0.2;

/** A dataset (semantic model) with its refreshes. */
export class Dataset {
  readonly id: string;
  readonly name: string;
  readonly #configuredBy: string;
  readonly #refreshDurationMs: number;
  /** Newest first. */
  readonly #refreshes: Refresh[];

  constructor(from: SandboxDataset, refreshDurationMs: number) {
    this.id = from.id;
    this.name = from.name;
    this.#configuredBy = from.configuredBy;
    this.#refreshDurationMs = refreshDurationMs;
    const dayMs = 24 * 3600 * 1000;
    this.#refreshes = from.failedRefreshes.map((failure, index) => ({
      requestId: randomUUID(),
      isEnhanced: false,
      startMs: Date.now() - (index + 1) * dayMs,
      durationMs: 60_000,
      failure,
    }));
  }

  toJson(): Record<string, unknown> {
    return {
      id: this.id,
      name: this.name,
      configuredBy: this.#configuredBy,
      isRefreshable: true,
      isEffectiveIdentityRequired: false,
      isEffectiveIdentityRolesRequired: false,
      isOnPremGatewayRequired: false,
      addRowsAPIEnabled: false,
      targetStorageMode: 'Abf',
    };
  }

  /** Starts a refresh, unless one is running. */
  startRefresh(body: Readonly<Record<string, unknown>>): { readonly requestId: string; readonly isEnhanced: boolean } {
    if (this.#refreshes.some(isRunning)) {
      throw invalidRequest('Invalid dataset refresh request. Another refresh request is already executing');
    }
    const isEnhanced = ENHANCED_FIELDS.some((field) => field in body);
    if (isEnhanced && 'notifyOption' in body)
      throw invalidRequest('notifyOption is not allowed in an enhanced refresh.');
    const refresh = { requestId: randomUUID(), isEnhanced, startMs: Date.now(), durationMs: this.#refreshDurationMs };
    this.#refreshes.unshift(refresh);
    return refresh;
  }

  history(top: number): readonly Record<string, unknown>[] {
    return this.#refreshes.slice(0, top).map((refresh) => ({
      requestId: refresh.requestId,
      refreshType: refresh.isEnhanced ? 'ViaEnhancedApi' : 'ViaApi',
      startTime: isoTime(refresh.startMs),
      ...(isRunning(refresh) ? {} : { endTime: isoTime(endOf(refresh)) }),
      status: statusOf(refresh),
      ...(refresh.failure === undefined
        ? {}
        : { serviceExceptionJson: JSON.stringify({ errorCode: refresh.failure }) }),
    }));
  }

  /** Details of an enhanced refresh, and whether it still runs. */
  refreshDetails(requestId: string): { readonly isRunning: boolean; readonly details: Record<string, unknown> } {
    const refresh = this.#enhanced(requestId);
    const running = isRunning(refresh);
    const details = {
      startTime: isoTime(refresh.startMs),
      ...(running ? {} : { endTime: isoTime(endOf(refresh)) }),
      type: 'Full',
      commitMode: 'Transactional',
      status: statusOf(refresh),
      extendedStatus: extendedStatusOf(refresh),
      currentRefreshType: 'Full',
      numberOfAttempts: 0,
      objects: [],
      messages: [],
    };
    return { isRunning: running, details };
  }

  cancelRefresh(requestId: string): void {
    const refresh = this.#enhanced(requestId);
    if (!isRunning(refresh)) throw invalidRequest('The refresh is not running.');
    refresh.cancelledMs = Date.now();
  }

  #enhanced(requestId: string): Refresh {
    const refresh = this.#refreshes.find((each) => each.requestId === requestId.toLowerCase());
    if (refresh === undefined || !refresh.isEnhanced) throw entityNotFound();
    return refresh;
  }
}

function isRunning(refresh: Refresh): boolean {
  return refresh.cancelledMs === undefined && Date.now() < refresh.startMs + refresh.durationMs;
}

function endOf(refresh: Refresh): number {
  return refresh.cancelledMs ?? refresh.startMs + refresh.durationMs;
}

/** The history calls a running refresh Unknown. */
function statusOf(refresh: Refresh): string {
  if (isRunning(refresh)) return 'Unknown';
  if (refresh.cancelledMs !== undefined) return 'Cancelled';
  return refresh.failure === undefined ? 'Completed' : 'Failed';
}

function extendedStatusOf(refresh: Refresh): string {
  if (!isRunning(refresh)) return statusOf(refresh);
  const share = (Date.now() - refresh.startMs) / refresh.durationMs;
  return share < QUEUED_SHARE ? 'NotStarted' : 'InProgress';
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
