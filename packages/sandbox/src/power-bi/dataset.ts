import { randomUUID } from 'node:crypto';
import type { DatasetDatasource, SandboxDataset } from '../seed.ts';
import { isoTime } from './iso-time.ts';
import { entityNotFound, invalidRequest, refreshRunning } from './refusal.ts';

/** One refresh; its state follows from the clock. */
interface Refresh {
  readonly requestId: string;
  /** An enhanced refresh can be followed by its id and cancelled; a standard one only shows in the history. */
  readonly isEnhanced: boolean;
  readonly type: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly failure?: string;
  cancelledMs?: number;
}

/** What a refresh may be told to do with the data. */
const REFRESH_TYPES = ['Full', 'ClearValues', 'Calculate', 'DataOnly', 'Automatic', 'Defragment'];

const HOUR_MS = 3600 * 1000;

/** The share of a refresh that passes before it leaves the queue. */
const QUEUED_SHARE = 0.2;

/** A dataset (semantic model) with its refreshes. */
export class Dataset {
  readonly id: string;
  readonly name: string;
  readonly rowCounts: Readonly<Record<string, number>>;
  readonly measures: Readonly<Record<string, number>>;
  readonly rowCountsOf: SandboxDataset['rowCountsOf'];
  readonly datasources: readonly DatasetDatasource[];
  readonly configuredBy: string;
  readonly #refreshDurationMs: number;
  /** Newest first. */
  readonly #refreshes: Refresh[];

  constructor(from: SandboxDataset, refreshDurationMs: number) {
    this.id = from.id;
    this.name = from.name;
    this.rowCounts = from.rowCounts;
    this.configuredBy = from.configuredBy;
    this.#refreshDurationMs = refreshDurationMs;
    this.measures = from.measures ?? {};
    this.rowCountsOf = from.rowCountsOf;
    this.datasources = from.datasources ?? [];
    this.#refreshes = from.refreshes.map(({ startedHoursAgo, minutes, failure }) => ({
      requestId: randomUUID(),
      isEnhanced: false,
      type: 'Full',
      startMs: Date.now() - startedHoursAgo * HOUR_MS,
      durationMs: minutes * 60_000,
      ...(failure === undefined ? {} : { failure }),
    }));
  }

  toJson({ hasRowLevelSecurity = this.rowCountsOf !== undefined } = {}): Record<string, unknown> {
    return {
      id: this.id,
      name: this.name,
      configuredBy: this.configuredBy,
      isRefreshable: true,
      isEffectiveIdentityRequired: hasRowLevelSecurity,
      isEffectiveIdentityRolesRequired: hasRowLevelSecurity,
      isOnPremGatewayRequired: this.datasources.length > 0,
      addRowsAPIEnabled: false,
      targetStorageMode: 'Abf',
    };
  }

  /** Starts a refresh, unless one is running; with a failure it will end in that. */
  startRefresh(
    body: Readonly<Record<string, unknown>>,
    failure?: string,
  ): { readonly requestId: string; readonly isEnhanced: boolean } {
    // Any field but this one asks for what a standard refresh cannot do.
    const isEnhanced = Object.keys(body).some((field) => field !== 'notifyOption');
    if (this.#refreshes.some((each) => isRunning(each, Date.now()))) throw refreshRunning(isEnhanced ? 409 : 400);
    if (isEnhanced && 'notifyOption' in body)
      throw invalidRequest('notifyOption is not allowed in an enhanced refresh.');
    const type = REFRESH_TYPES.find((each) => each.toLowerCase() === String(body.type ?? 'Full').toLowerCase());
    if (type === undefined) throw invalidRequest(`type must be one of ${REFRESH_TYPES.join(', ')}.`);
    const durationMs = this.#refreshDurationMs;
    const outcome = failure === undefined ? {} : { failure };
    const refresh = { requestId: randomUUID(), isEnhanced, type, startMs: Date.now(), durationMs, ...outcome };
    this.#refreshes.unshift(refresh);
    return refresh;
  }

  /** Newest first; as it would be if the last refresh had been this much longer ago. */
  history(top: number, agedByMs = 0): readonly Record<string, unknown>[] {
    const nowMs = Date.now();
    const refreshes = this.#refreshes.map((refresh) => ({ ...refresh, startMs: refresh.startMs - agedByMs }));
    return refreshes.slice(0, top).map((refresh) => ({
      requestId: refresh.requestId,
      refreshType: refresh.isEnhanced ? 'ViaEnhancedApi' : 'ViaApi',
      startTime: isoTime(refresh.startMs),
      ...(isRunning(refresh, nowMs) ? {} : { endTime: isoTime(endOf(refresh)) }),
      status: statusOf(refresh, nowMs),
      ...(refresh.failure === undefined
        ? {}
        : { serviceExceptionJson: JSON.stringify({ errorCode: refresh.failure }) }),
    }));
  }

  /** How its refreshes went, as `capacities/refreshables` sums them up; durations in seconds. */
  refreshSummary(): Record<string, unknown> {
    const nowMs = Date.now();
    const ended = this.#refreshes.filter((refresh) => !isRunning(refresh, nowMs));
    const seconds = ended.map((refresh) => (endOf(refresh) - refresh.startMs) / 1000).sort((a, b) => a - b);
    const [last] = this.history(1);
    return {
      id: this.id,
      name: this.name,
      kind: 'Dataset',
      refreshCount: ended.length,
      refreshFailures: ended.filter((refresh) => statusOf(refresh, nowMs) === 'Failed').length,
      averageDuration: seconds.reduce((sum, each) => sum + each, 0) / Math.max(1, seconds.length),
      medianDuration: seconds[Math.floor(seconds.length / 2)] ?? 0,
      ...(last === undefined ? {} : { lastRefresh: last }),
      configuredBy: [this.configuredBy],
    };
  }

  /** Details of an enhanced refresh, and whether it still runs. */
  refreshDetails(requestId: string): { readonly isRunning: boolean; readonly details: Record<string, unknown> } {
    const refresh = this.#enhanced(requestId);
    // One look at the clock, so that status code and status cannot contradict each other.
    const nowMs = Date.now();
    const running = isRunning(refresh, nowMs);
    const details = {
      startTime: isoTime(refresh.startMs),
      ...(running ? {} : { endTime: isoTime(endOf(refresh)) }),
      type: refresh.type,
      commitMode: 'Transactional',
      status: statusOf(refresh, nowMs),
      extendedStatus: extendedStatusOf(refresh, nowMs),
      currentRefreshType: refresh.type,
      numberOfAttempts: 0,
      objects: [],
      messages: [],
    };
    return { isRunning: running, details };
  }

  cancelRefresh(requestId: string): void {
    const refresh = this.#enhanced(requestId);
    if (!isRunning(refresh, Date.now())) throw invalidRequest('The refresh is not running.');
    refresh.cancelledMs = Date.now();
  }

  #enhanced(requestId: string): Refresh {
    const refresh = this.#refreshes.find((each) => each.requestId === requestId.toLowerCase());
    if (refresh === undefined || !refresh.isEnhanced) throw entityNotFound();
    return refresh;
  }
}

function isRunning(refresh: Refresh, nowMs: number): boolean {
  return refresh.cancelledMs === undefined && nowMs < refresh.startMs + refresh.durationMs;
}

function endOf(refresh: Refresh): number {
  return refresh.cancelledMs ?? refresh.startMs + refresh.durationMs;
}

/** The history calls a running refresh Unknown. */
function statusOf(refresh: Refresh, nowMs: number): string {
  if (isRunning(refresh, nowMs)) return 'Unknown';
  if (refresh.cancelledMs !== undefined) return 'Cancelled';
  return refresh.failure === undefined ? 'Completed' : 'Failed';
}

function extendedStatusOf(refresh: Refresh, nowMs: number): string {
  if (!isRunning(refresh, nowMs)) return statusOf(refresh, nowMs);
  const share = (nowMs - refresh.startMs) / refresh.durationMs;
  return share < QUEUED_SHARE ? 'NotStarted' : 'InProgress';
}
