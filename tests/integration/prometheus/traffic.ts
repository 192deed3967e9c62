import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../../src/budget/durations';
import { exponential, gaussian, poisson, randomFrom } from './random';
import { within, type Service, type Workload } from './workload';

/** Codes in the order of their series; only 500 is an error. */
export const CODES = ['200', '404', '500'] as const;

export type Code = (typeof CODES)[number];

/** One of the pods that serve at the same time, through all its restarts and replacements. */
export interface Replica {
  /** Requests answered since the start of the workload at the start of every minute; one entry more than minutes. */
  answered: Record<Code, Float64Array>;
  /** In order, without gaps. */
  processes: Process[];
}

/** The life of one set of counters: all are 0 at `fromMs` and lost at `toMs`. */
export interface Process {
  /** Label `pod`; processes of one pod share it. */
  pod: string;
  fromMs: number;
  toMs: number;
}

const BUSIEST_MS = 14 * HOUR_MS;
const DIURNAL_SWING = 0.6;
const HOURLY_NOISE = 0.2;
const NOT_FOUND_RATIO = 0.02;

export function minutesOf({ startMs, endMs }: Workload): number {
  return (endMs - startMs) / MINUTE_MS;
}

/** The requests of all replicas of a service; each code is a Poisson process of its own, so that counts are whole. */
export function simulateTraffic(workload: Workload, service: Service): Replica[] {
  const expectation = expectedRequests(workload, service);
  return Array.from({ length: service.pods.replicas }, (_, index) => ({
    answered: {
      '200': answer(workload, service, index, '200', expectation),
      '404': answer(workload, service, index, '404', expectation),
      '500': answer(workload, service, index, '500', expectation),
    },
    processes: processesOf(workload, service, index),
  }));
}

/** Requests of one process and code counted until `timeMs`: what its counter shows at that instant. */
export function counterAt(workload: Workload, answered: Float64Array, process: Process, timeMs: number): number {
  return answeredUntil(workload, answered, timeMs) - answeredUntil(workload, answered, process.fromMs);
}

function answeredUntil({ startMs }: Workload, answered: Float64Array, timeMs: number): number {
  const minute = Math.floor((timeMs - startMs) / MINUTE_MS);
  const before = answered[minute];
  const elapsed = (timeMs - startMs) / MINUTE_MS - minute;
  return elapsed === 0 ? before : Math.floor(before + elapsed * (answered[minute + 1] - before));
}

function expectedRequests(workload: Workload, service: Service): Float64Array {
  const random = randomFrom(`${workload.seed}/${service.name}/rate`);
  const expectation = new Float64Array(minutesOf(workload));
  let noise = 1;
  let noiseUntilMs = workload.startMs;
  for (let minute = 0; minute < expectation.length; minute++) {
    const timeMs = workload.startMs + minute * MINUTE_MS;
    if (timeMs >= noiseUntilMs) {
      noise = Math.exp(HOURLY_NOISE * gaussian(random));
      noiseUntilMs = floorTo(timeMs, HOUR_MS) + HOUR_MS;
    }
    if (timeMs >= bornMs(workload, service) && !within(service.silences, timeMs)) {
      const phase = (2 * Math.PI * ((timeMs % DAY_MS) - BUSIEST_MS)) / DAY_MS;
      expectation[minute] = service.requestsPerMinute * noise * (1 + DIURNAL_SWING * Math.cos(phase));
    }
  }
  return expectation;
}

function answer(workload: Workload, service: Service, replica: number, code: Code, expectation: Float64Array) {
  const random = randomFrom(`${workload.seed}/${service.name}/${replica}/${code}`);
  const answered = new Float64Array(expectation.length + 1);
  for (let minute = 0; minute < expectation.length; minute++) {
    const share = shareOf(code, errorRatioAt(service, workload.startMs + minute * MINUTE_MS));
    answered[minute + 1] = answered[minute] + poisson(random, (expectation[minute] / service.pods.replicas) * share);
  }
  return answered;
}

function shareOf(code: Code, errorRatio: number): number {
  switch (code) {
    case '200':
      return (1 - errorRatio) * (1 - NOT_FOUND_RATIO);
    case '404':
      return (1 - errorRatio) * NOT_FOUND_RATIO;
    case '500':
      return errorRatio;
  }
}

function errorRatioAt(service: Service, timeMs: number): number {
  return service.incidents.find((incident) => within([incident], timeMs))?.errorRatio ?? service.errorRatio;
}

function processesOf(workload: Workload, service: Service, replica: number): Process[] {
  const random = randomFrom(`${workload.seed}/${service.name}/${replica}/processes`);
  const { restarts, restartEveryMs = Infinity, replacedEveryMs = Infinity } = service.pods;
  const fromMs = bornMs(workload, service);
  const arrivals = (everyMs: number) => {
    const atMs: number[] = [];
    let timeMs = fromMs + exponential(random, everyMs);
    while (timeMs < workload.endMs) {
      atMs.push(Math.max(fromMs + MINUTE_MS, floorTo(timeMs, MINUTE_MS)));
      timeMs += exponential(random, everyMs);
    }
    return atMs;
  };
  const replacements = new Set(arrivals(replacedEveryMs));
  const declared = restarts.filter((restart) => restart.replica === replica).map((restart) => restart.atMs);
  const begins = [...new Set([...replacements, ...declared, ...arrivals(restartEveryMs)])].sort((a, b) => a - b);
  const processes: Process[] = [];
  let generation = 0;
  let beginMs = fromMs;
  for (const endMs of [...begins, workload.endMs]) {
    processes.push({ pod: podName(service, replica, generation), fromMs: beginMs, toMs: endMs });
    generation += replacements.has(endMs) ? 1 : 0;
    beginMs = endMs;
  }
  return processes;
}

function podName(service: Service, replica: number, generation: number): string {
  return service.pods.replacedEveryMs === undefined
    ? `${service.name}-${replica}`
    : `${service.name}-${replica}-${generation}`;
}

/** When the service begins to serve and to be scraped. */
export function bornMs(workload: Workload, service: Service): number {
  return service.bornMs ?? workload.startMs;
}
