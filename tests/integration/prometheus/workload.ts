/**
 * What happens in the generated world: services that serve requests, probes that watch them, and a Prometheus that
 * scrapes both once a minute, with the faults of real life. Every instant is in epoch milliseconds, a whole minute.
 */
export interface Workload {
  /** Same seed, same events. */
  seed: string;
  /** Nothing happens before. */
  startMs: number;
  /** Exclusive: the last scrape is in the minute before. */
  endMs: number;
  /** A scrape comes up to this much earlier or later than its target's turn. */
  scrapeJitterMs: number;
  /** Turn of every target within the minute; absent: each target has a turn of its own. */
  scrapeOffsetMs?: number;
  services: Service[];
  probes: Probe[];
}

/** A half-open range of time, [fromMs, toMs). */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Counts its requests in `http_requests_total{application,pod,code}`, codes 200, 404 and 500. */
export interface Service {
  /** Label `application`. */
  name: string;
  /** Mean of a day over all pods; the early afternoon is busiest. */
  requestsPerMinute: number;
  /** Share of requests answered with 500 outside incidents, 0 to 1. */
  errorRatio: number;
  incidents: Incident[];
  /** No requests come; scrapes go on. */
  silences: Span[];
  /** No scrapes; requests, incidents and restarts go on. */
  holes: Span[];
  /** Requests and scrapes begin here; absent: at the start of the workload. */
  bornMs?: number;
  pods: Pods;
  /** When a process begins to expose its counter of errors. */
  errorSeries: 'fromStart' | 'fromFirstError' | 'never';
}

/** `errorRatio` replaces the service's own during the span. */
export interface Incident extends Span {
  errorRatio: number;
}

export interface Pods {
  /** Pods that serve at any one time, each an equal share of the requests. */
  replicas: number;
  /** Counters of one replica begin again at 0 under the same labels. */
  restarts: Restart[];
  /** Mean time between further restarts of a replica; absent: none. */
  restartEveryMs?: number;
  /** Mean life of a pod, after which one with a new name takes its place; absent: pods live for ever. */
  replacedEveryMs?: number;
}

interface Restart {
  /** From 0. */
  replica: number;
  atMs: number;
}

/** Measured by `probe_success{application,instance}`: 1 up, 0 down. */
export interface Probe {
  /** Label `application`. */
  name: string;
  outages: Span[];
  /** The prober is not reached: no sample, neither up nor down. */
  absences: Span[];
}

export function within(spans: readonly Span[], timeMs: number): boolean {
  return spans.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs);
}

/** The service or probe of that name. Throws where there is none. */
export function named<Thing extends { name: string }>(things: readonly Thing[], name: string): Thing {
  const found = things.find((thing) => thing.name === name);
  if (!found) {
    throw new Error(`The workload has ${things.map((thing) => thing.name).join(', ')}, but no ${name}`);
  }
  return found;
}
