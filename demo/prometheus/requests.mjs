import { INCIDENTS, occurrences } from './incidents.mjs';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

/** Counters began this long before the demo was first started: earlier than any history that is seeded. */
const COUNTED_BEFORE_MS = 100 * DAY_MS;

/** Rises and falls of the traffic: share of the mean, and period. Shares add up to less than 1: no rate is negative. */
const RHYTHMS = [
  { share: 0.45, periodMs: DAY_MS },
  { share: 0.15, periodMs: 7 * DAY_MS },
  { share: 0.1, periodMs: 97 * MINUTE_MS },
];

/** Share of the requests that fail while the application is down. The others come from caches. */
const FAILING_WHILE_DOWN = 0.9;
const NOT_FOUND = 0.02;
const GRAPHQL_ERRORS = 0.0045;
const GRAPHQL_ERRORS_OF_BAD_RELEASE = 0.25;

/** By application: mean requests a minute, share of 500 on a good day, and what brings it down. */
export const TRAFFIC = {
  dagster: { perMinute: 40, failing: 0.002, outage: INCIDENTS.dagsterDown },
  api: { perMinute: 240, failing: 0.0015, outage: INCIDENTS.apiDown },
  frontend: { perMinute: 600, failing: 0.0006, outage: INCIDENTS.frontendDown },
  documentation: { perMinute: 90, failing: 0.0002, outage: INCIDENTS.documentationDown },
};

/**
 * Requests by status code, counted at `sinceEpochMs` milliseconds after the demo was first started. Integrals of rates that
 * are never negative: they depend on time alone, and never fall.
 */
export function requestsByCode(traffic, sinceEpochMs) {
  const all = arrived(traffic, -COUNTED_BEFORE_MS, sinceEpochMs);
  const refused = FAILING_WHILE_DOWN * arrivedDuring(traffic, traffic.outage, sinceEpochMs);
  const answered = all - refused;
  return {
    200: (1 - NOT_FOUND - traffic.failing) * answered,
    404: NOT_FOUND * answered,
    500: traffic.failing * answered,
    502: refused,
  };
}

/** Requests to the API whose 200 answer carries GraphQL errors; counted as requestsByCode() does. */
export function graphqlErrors(sinceEpochMs) {
  const always = GRAPHQL_ERRORS * requestsByCode(TRAFFIC.api, sinceEpochMs)[200];
  return always + GRAPHQL_ERRORS_OF_BAD_RELEASE * arrivedDuring(TRAFFIC.api, INCIDENTS.apiBadRelease, sinceEpochMs);
}

/** Reconciliations of a Flux controller, none while it is stalled; counted as requestsByCode() does. */
export function reconciliations({ perMinute, stalled }, sinceEpochMs) {
  let activeMs = sinceEpochMs + COUNTED_BEFORE_MS;
  for (const { startMs, endMs } of stalled ? occurrences(stalled, -COUNTED_BEFORE_MS, sinceEpochMs) : []) {
    activeMs -= endMs - startMs;
  }
  return (perMinute * activeMs) / MINUTE_MS;
}

function arrivedDuring(traffic, incident, untilMs) {
  let sum = 0;
  for (const { startMs, endMs } of occurrences(incident, -COUNTED_BEFORE_MS, untilMs)) {
    sum += arrived(traffic, startMs, endMs);
  }
  return sum;
}

/** Integral of perMinute · (1 + Σ share · sin(2π·time/period)). */
function arrived({ perMinute }, fromMs, toMs) {
  let meanMs = toMs - fromMs;
  for (const { share, periodMs } of RHYTHMS) {
    const turn = (2 * Math.PI) / periodMs;
    meanMs += (share * (Math.cos(turn * fromMs) - Math.cos(turn * toMs))) / turn;
  }
  return (perMinute * meanMs) / MINUTE_MS;
}
