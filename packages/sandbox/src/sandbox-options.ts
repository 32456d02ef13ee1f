export interface SandboxOptions {
  /** 0 picks a free port. Default 8765. */
  readonly port?: number;
  /** Serves https with a self-signed certificate for localhost and 127.0.0.1. Default false. */
  readonly tls?: boolean;
  /** How long a dataset refresh takes, in ms. Default 3000. */
  readonly refreshDurationMs?: number;
  /** How long exports, imports, scans and deployments take, in ms. Default 1000. */
  readonly operationDurationMs?: number;
  /** How long an access token is good, in seconds. Default 3599. */
  readonly tokenLifetimeSeconds?: number;
  /** How long a device waits between two polls, in seconds; sooner is `slow_down`. Default 1. */
  readonly deviceCodeIntervalSeconds?: number;
  /** How long a device code is good, in seconds. Default 900. */
  readonly deviceCodeLifetimeSeconds?: number;
}
