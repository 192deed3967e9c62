/** What Trino reports about itself to everyone (GET /v1/info). */
export interface TrinoInfo {
  version: string;
  environment: string;
  /** True until the coordinator accepts queries. */
  starting: boolean;
  /** False: a worker answers, which takes no queries. */
  coordinator: boolean;
  /** Null where Trino does not say. */
  uptimeMs: number | null;
  /** Newer Trinos: ACTIVE, SHUTTING_DOWN, DRAINING, DRAINED, ... */
  state?: string;
}
