import { MINUTE_MS } from '../../../src/budget/durations';
import { scrapeService } from './scrapes';
import { bornMs, minutesOf, simulateTraffic } from './traffic';
import { named, within, type Probe, type Service, type Workload } from './workload';

/**
 * What really happened, known from the simulation and not from samples: scrape holes, restarts and late series leave it
 * untouched. Ranges are [fromMs, toMs) in whole minutes; outside the workload nothing happened.
 */
export interface Truth {
  /** Requests of a service (good: any code but 500), or minutes in which a probe spoke (good: up). */
  counts(name: string, fromMs: number, toMs: number): TrueCounts;
  /** Share of the range's minutes in which the service or the probe was scraped, 0 to 1. */
  coverage(name: string, fromMs: number, toMs: number): number;
  /** Remaining error budget as a fraction, may be negative: 1 - bad/((1 - target)·total). NaN without events. */
  budget(name: string, fromMs: number, toMs: number, target: number): number;
  /**
   * Errors of a service that were already counted when their series showed its first sample. No increase over samples
   * can distinguish them from an old count; the loss ends where a process exposes its counters at 0 from the start.
   */
  errorsBeforeFirstSample(name: string): number;
}

export interface TrueCounts {
  good: number;
  total: number;
}

/** Sums since the start of the workload at the start of every minute; one entry more than minutes. */
interface Sums {
  good: Float64Array;
  total: Float64Array;
  scraped: Float64Array;
}

export function truthOf(workload: Workload): Truth {
  const sums = new Map<string, Sums>([
    ...workload.services.map((service): [string, Sums] => [service.name, sumRequests(workload, service)]),
    ...workload.probes.map((probe): [string, Sums] => [probe.name, sumProbes(workload, probe)]),
  ]);
  const sumsOf = (name: string) => {
    const found = sums.get(name);
    if (!found) {
      throw new Error(`The workload has ${[...sums.keys()].join(', ')}, but no ${name}`);
    }
    return found;
  };
  const minuteOf = (timeMs: number) => {
    if (timeMs % MINUTE_MS !== 0) {
      throw new Error(`The truth is known at whole minutes, not at ${new Date(timeMs).toISOString()}`);
    }
    return Math.min(Math.max(0, (timeMs - workload.startMs) / MINUTE_MS), minutesOf(workload));
  };
  const between = (cumulated: Float64Array, fromMs: number, toMs: number) =>
    cumulated[minuteOf(toMs)] - cumulated[minuteOf(fromMs)];
  const counts = (name: string, fromMs: number, toMs: number) => ({
    good: between(sumsOf(name).good, fromMs, toMs),
    total: between(sumsOf(name).total, fromMs, toMs),
  });
  return {
    counts,
    coverage: (name, fromMs, toMs) => between(sumsOf(name).scraped, fromMs, toMs) / ((toMs - fromMs) / MINUTE_MS),
    budget(name, fromMs, toMs, target) {
      const { good, total } = counts(name, fromMs, toMs);
      return 1 - (total - good) / ((1 - target) * total);
    },
    errorsBeforeFirstSample(name) {
      let errors = 0;
      for (const { labels, values } of scrapeService(workload, named(workload.services, name))) {
        errors += labels.code === '500' ? (values[0] ?? 0) : 0;
      }
      return errors;
    },
  };
}

function sumRequests(workload: Workload, service: Service): Sums {
  const sums = noSums(workload);
  for (const { answered } of simulateTraffic(workload, service)) {
    for (let i = 0; i < sums.total.length; i++) {
      const good = answered['200'][i] + answered['404'][i];
      sums.good[i] += good;
      sums.total[i] += good + answered['500'][i];
    }
  }
  accumulate(sums.scraped, workload, (timeMs) => timeMs >= bornMs(workload, service) && !within(service.holes, timeMs));
  return sums;
}

function sumProbes(workload: Workload, probe: Probe): Sums {
  const sums = noSums(workload);
  const spoke = (timeMs: number) => !within(probe.absences, timeMs);
  accumulate(sums.good, workload, (timeMs) => spoke(timeMs) && !within(probe.outages, timeMs));
  accumulate(sums.total, workload, spoke);
  accumulate(sums.scraped, workload, spoke);
  return sums;
}

function noSums(workload: Workload): Sums {
  const length = minutesOf(workload) + 1;
  return { good: new Float64Array(length), total: new Float64Array(length), scraped: new Float64Array(length) };
}

function accumulate(cumulated: Float64Array, { startMs }: Workload, holds: (minuteMs: number) => boolean): void {
  for (let i = 1; i < cumulated.length; i++) {
    cumulated[i] = cumulated[i - 1] + (holds(startMs + (i - 1) * MINUTE_MS) ? 1 : 0);
  }
}
