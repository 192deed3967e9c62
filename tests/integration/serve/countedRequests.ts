import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/budget/durations';
import type { Objective } from '../../../src/catalogue/objective';
import { fixtureCatalogue, fixtureText } from '../prometheus/objectives';
import { minuteCounter } from '../prometheus/minuteCounter';
import type { Samples } from '../prometheus/openMetrics';

/** What the clocks of the processes show at first. */
export const NOW_MS = Date.UTC(2026, 2, 10, 10, 37);
/** For how long before that there are requests. */
const HISTORY_DAYS = 40;
/** Accelerated clocks must not run out of it. */
const AHEAD_MS = 8 * DAY_MS;
const PER_MINUTE = 20;
const OLD_ERRORS_MS = NOW_MS - 20 * DAY_MS;
const RECENT_ERRORS_MS = NOW_MS - 5 * HOUR_MS;

export const APPLICATIONS = ['shop', 'search', 'login', 'mail'];

/** One objective per application over 30 days. */
export const CATALOGUE = fixtureText(APPLICATIONS, []);

export function objectives(): Objective[] {
  return fixtureCatalogue(APPLICATIONS, []);
}

/** Errors of an application within the last 30 days of NOW_MS; those from 20 days before are `old`. */
export function errorsOf(application: string): { old: number; recent: number } {
  const place = APPLICATIONS.indexOf(application);
  return { old: 100 + place, recent: 10 + place };
}

/** Requests of every application, as a server has them whose retention reaches back to `fromMs`. */
export function requests(fromMs = NOW_MS - HISTORY_DAYS * DAY_MS): Samples[] {
  const whole = { fromMs: NOW_MS - HISTORY_DAYS * DAY_MS, toMs: NOW_MS + AHEAD_MS };
  return APPLICATIONS.flatMap((application) => {
    const { old, recent } = errorsOf(application);
    const errorsAt = (timeMs: number) => (timeMs === OLD_ERRORS_MS ? old : timeMs === RECENT_ERRORS_MS ? recent : 0);
    const counter = (code: string, perMinute: (timeMs: number) => number) =>
      since(fromMs, minuteCounter('http_requests_total', { application, code }, whole, perMinute));
    return [counter('200', (timeMs) => PER_MINUTE - (Math.floor(timeMs / MINUTE_MS) % 3)), counter('500', errorsAt)];
  });
}

function since(fromMs: number, { timesMs, values, ...series }: Samples): Samples {
  const first = timesMs.findIndex((timeMs) => timeMs >= fromMs);
  return { ...series, timesMs: timesMs.slice(first), values: values.slice(first) };
}
