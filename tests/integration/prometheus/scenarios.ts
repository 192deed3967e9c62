import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../../src/budget/durations';
import type { Incident, Probe, Service, Span, Workload } from './workload';

/** `test`: 35 days, every case once. `bench`: 62 days (a 30-day chart of 30-day windows), as many series as a small site. */
export type Scale = 'test' | 'bench';

/** Not on the hour, so that "now" cuts a bucket. */
export const SCENARIO_END_MS = Date.UTC(2026, 2, 1, 10, 35);

/**
 * The cases that the product must measure rightly, by name:
 *
 * - `s1`: half of all requests fail for 3 h 40 min inside a scrape hole of 4 h, in which one of its pods restarts.
 * - `s2`, `s4`, `s5`: restarts and incidents, fully scraped; `s5` has the lowest traffic, 8 requests a minute.
 * - `s3`: the same with a scrape hole in which nothing unusual happens.
 * - `s6`: pods are replaced all the time.
 * - `quiet`: no request for a day, scrapes go on. `idle`: no request ever, its counters stay at 0.
 * - `errorless`: no series of errors at all.
 * - `lazy`: the series of errors appear with its one incident.
 * - `young`: first seen ten days before the end.
 * - `p1`: a probe with two outages. `p2`: a probe of which 288 minutes are absent in the last 30 days.
 * - `p3` to `p5` (bench only): probes with an outage each.
 */
export function scenario(scale: Scale, endMs = SCENARIO_END_MS): Workload {
  const ago = (days: number, time: string) => floorTo(endMs, DAY_MS) - days * DAY_MS + timeOfDay(time);
  const span = (days: number, from: string, to: string): Span => ({ fromMs: ago(days, from), toMs: ago(days, to) });
  const incident = (days: number, from: string, to: string, errorRatio: number): Incident => ({
    ...span(days, from, to),
    errorRatio,
  });
  const replicas = scale === 'bench' ? 4 : 2;
  const ordinary = { ...steady, pods: { replicas, restarts: [], restartEveryMs: 6 * DAY_MS } };

  const measured: Service[] = [
    {
      ...steady,
      name: 's1',
      requestsPerMinute: 120,
      errorRatio: 0.0043,
      incidents: [incident(12, '12:00', '15:40', 0.5)],
      holes: [span(12, '11:50', '15:50')],
      pods: { replicas: 4, restarts: [{ replica: 2, atMs: ago(12, '14:20') }] },
    },
    {
      ...ordinary,
      name: 's2',
      requestsPerMinute: 60,
      errorRatio: 0.003,
      incidents: [
        incident(25, '09:15', '10:00', 0.15),
        incident(9, '17:30', '18:50', 0.2),
        incident(3, '02:00', '03:00', 0.3),
      ],
    },
    {
      ...ordinary,
      name: 's3',
      requestsPerMinute: 240,
      errorRatio: 0.002,
      incidents: [incident(16, '12:05', '12:25', 0.4)],
      holes: [span(20, '02:20', '05:05')],
    },
    {
      ...ordinary,
      name: 's4',
      requestsPerMinute: 30,
      errorRatio: 0.007,
      incidents: [
        incident(21, '20:10', '21:40', 0.25),
        incident(6, '05:00', '06:30', 0.6),
        incident(1, '11:30', '12:00', 0.5),
      ],
    },
    {
      ...ordinary,
      name: 's5',
      requestsPerMinute: 8,
      errorRatio: 0.0095,
      incidents: [incident(14, '13:00', '14:30', 0.4), incident(2, '23:10', '23:40', 1)],
    },
    {
      ...steady,
      name: 's6',
      requestsPerMinute: 60,
      errorRatio: 0.005,
      incidents: [incident(8, '15:00', '16:30', 0.3)],
      pods: { replicas, restarts: [], replacedEveryMs: 2 * DAY_MS },
    },
  ];
  const special: Service[] = [
    { ...steady, name: 'quiet', requestsPerMinute: 30, errorRatio: 0.003, silences: [span(7, '00:00', '24:00')] },
    { ...steady, name: 'idle', requestsPerMinute: 0, errorRatio: 0 },
    { ...steady, name: 'errorless', requestsPerMinute: 20, errorRatio: 0, errorSeries: 'never' },
    {
      ...steady,
      name: 'lazy',
      requestsPerMinute: 40,
      errorRatio: 0,
      incidents: [incident(5, '10:20', '11:20', 0.2)],
      errorSeries: 'fromFirstError',
      pods: { replicas: 2, restarts: [] },
    },
    {
      ...steady,
      name: 'young',
      requestsPerMinute: 60,
      errorRatio: 0.003,
      incidents: [incident(4, '08:00', '09:00', 0.1)],
      bornMs: endMs - 10 * DAY_MS,
    },
  ];
  const probes: Probe[] = [
    { name: 'p1', outages: [span(10, '03:10', '03:55'), span(3, '18:00', '18:12')], absences: [] },
    {
      name: 'p2',
      outages: [],
      absences: [span(18, '09:30', '13:30'), span(13, '22:10', '22:34'), span(4, '06:05', '06:29')],
    },
  ];
  const furtherProbes: Probe[] = ['p3', 'p4', 'p5'].map((name, i) => ({
    name,
    outages: [span(5 + 7 * i, '16:00', '16:30')],
    absences: [],
  }));

  return {
    seed: 'error budget',
    startMs: endMs - (scale === 'bench' ? 62 : 35) * DAY_MS,
    endMs,
    scrapeJitterMs: 300,
    services: scale === 'bench' ? measured : [...measured, ...special],
    probes: scale === 'bench' ? [...probes, ...furtherProbes] : probes,
  };
}

const steady = {
  incidents: [],
  silences: [],
  holes: [],
  pods: { replicas: 1, restarts: [] },
  errorSeries: 'fromStart',
} satisfies Partial<Service>;

function timeOfDay(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * HOUR_MS + minutes * MINUTE_MS;
}
