import { MINUTE_MS } from '../../../src/budget/durations';
import type { Samples } from './openMetrics';
import { randomFrom } from './random';
import { CODES, bornMs, counterAt, simulateTraffic, type Code, type Replica } from './traffic';
import { within, type Probe, type Service, type Span, type Workload } from './workload';

/** Everything that Prometheus saw of a workload, one service or probe after the other. */
export function* scrape(workload: Workload): Generator<Samples> {
  for (const service of workload.services) {
    yield* scrapeService(workload, service);
  }
  for (const probe of workload.probes) {
    yield scrapeProbe(workload, probe);
  }
}

export function* scrapeService(workload: Workload, service: Service): Generator<Samples> {
  const codes = service.errorSeries === 'never' ? CODES.filter((code) => code !== '500') : CODES;
  for (const [index, replica] of simulateTraffic(workload, service).entries()) {
    const life = { fromMs: bornMs(workload, service), toMs: workload.endMs };
    const timesMs = scrapeTimes(workload, `${service.name}/${index}`, life, service.holes);
    for (const code of codes) {
      yield* scrapeCounter(workload, service, replica, code, timesMs);
    }
    yield* scrapeUp(replica, timesMs);
  }
}

function* scrapeCounter(workload: Workload, service: Service, replica: Replica, code: Code, timesMs: number[]) {
  const lazy = code === '500' && service.errorSeries === 'fromFirstError';
  let process = replica.processes[0];
  let following = 1;
  let series = seriesOf(service, process.pod, code);
  for (const timeMs of timesMs) {
    while (timeMs >= process.toMs) {
      process = replica.processes[following++];
    }
    if (series.labels.pod !== process.pod) {
      yield series;
      series = seriesOf(service, process.pod, code);
    }
    const value = counterAt(workload, replica.answered[code], process, timeMs);
    if (value > 0 || !lazy) {
      series.timesMs.push(timeMs);
      series.values.push(value);
    }
  }
  yield series;
}

function seriesOf(service: Service, pod: string, code: Code): Samples {
  const labels = { ...targetOf(pod), application: service.name, pod, code };
  return { metric: 'http_requests_total', labels, timesMs: [], values: [] };
}

/** That every scrape of a pod succeeded, as Prometheus notes of its targets. */
function* scrapeUp({ processes }: Replica, timesMs: readonly number[]): Generator<Samples> {
  for (const pod of new Set(processes.map((process) => process.pod))) {
    const lives = processes.filter((process) => process.pod === pod);
    const scraped = timesMs.filter((timeMs) => within(lives, timeMs));
    yield { metric: 'up', labels: targetOf(pod), timesMs: scraped, values: scraped.map(() => 1) };
  }
}

function targetOf(pod: string) {
  return { job: 'fixture', instance: `${pod}:8080` };
}

function scrapeProbe(workload: Workload, probe: Probe): Samples {
  const timesMs = scrapeTimes(workload, probe.name, { fromMs: workload.startMs, toMs: workload.endMs }, probe.absences);
  return {
    metric: 'probe_success',
    labels: { application: probe.name, instance: `https://${probe.name}.example/` },
    timesMs,
    values: timesMs.map((timeMs) => (within(probe.outages, timeMs) ? 0 : 1)),
  };
}

/** One scrape a minute, never across the minute's edges, so that minutes and samples of a gauge are the same number. */
function scrapeTimes(workload: Workload, target: string, life: Span, holes: Span[]): number[] {
  const random = randomFrom(`${workload.seed}/${target}/scrapes`);
  const jitterMs = workload.scrapeJitterMs;
  const offsetMs = workload.scrapeOffsetMs ?? 1000 + jitterMs + random() * (MINUTE_MS - 2 * (1000 + jitterMs));
  const timesMs: number[] = [];
  for (let minuteMs = life.fromMs; minuteMs < life.toMs; minuteMs += MINUTE_MS) {
    const timeMs = Math.round(minuteMs + offsetMs + (2 * random() - 1) * jitterMs);
    if (!within(holes, minuteMs)) {
      timesMs.push(timeMs);
    }
  }
  return timesMs;
}
