import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PrometheusRules } from '../../../alerting/prometheusRules';
import { DAY_MS, MINUTE_MS } from '../../../src/budget/durations';
import type { Status } from '../../../src/budget/status';
import { evaluateObjective } from '../../../src/evaluation/evaluateObjective';
import { prometheusSource } from '../../../src/sources/prometheus/prometheusSource';
import { createNodePort } from '../../../src/transport/nodePort';
import { minuteCounter } from '../prometheus/minuteCounter';
import type { Samples } from '../prometheus/openMetrics';
import type { PrometheusServer } from '../prometheus/prometheusServer';
import { serveSamples } from '../prometheus/serveSamples';
import { at, catalogueOf, describeRules, firing, holds, requests, ruleFilesOf, type Scenario } from './promtool';

/** The history in minutes from its first outage on; before that, all is calm. */
const FIRST_OUTAGE_MS = Date.UTC(2026, 10, 20, 6);
/** The whole window and a day, so that nothing but missing samples makes a row provisional. */
const CALM_MS = 31 * DAY_MS;
const MINUTES = 810;
/** Where scenarios in promtool begin: pages look back 6 h. */
const RULES_FROM = -7 * 60;
const A_MINUTE = 100;

interface Span {
  from: number;
  to: number;
}
const within = ({ from, to }: Span, minute: number) => minute >= from && minute < to;

/** Samples at the edges are there: ten minutes pass without one. */
const HOLE: Span = { from: 720, to: 730 };
const SHORT_OUTAGE: Span = { from: 0, to: 15 };
const LONG_OUTAGE: Span = { from: 60, to: 360 };
const SLOW_BURN: Span = { from: 420, to: 780 };

interface History {
  target: number;
  /** Failures of the 100 requests of a minute. */
  bad: (minute: number) => number;
  /** Minutes at which the condition of a page holds, the last included, by arithmetic, and those at which the row is at risk. */
  pages: Array<{ lookback: string; holds: Span; row: Span }>;
}

const HISTORIES: Record<string, History> = {
  strict: {
    target: 0.99,
    bad: (minute) => (within(SHORT_OUTAGE, minute) ? A_MINUTE : within(SLOW_BURN, minute) ? 8 : 0),
    pages: [
      // Above 14.4 % of 60 min after 8.64 min, and of 5 min until 0.72 min of outage are left in them. The engine has no figure over
      // 5 min, so that its row waits until 8.64 min are left in 60.
      { lookback: '1h', holds: { from: 9, to: 19 }, row: { from: 9, to: 66 } },
      // 8 % of the time since 420 is above 6 % of 360 min after 270 min; 8 % of what is left in 30 min until 22.5 min are.
      { lookback: '6h', holds: { from: 691, to: 787 }, row: { from: 691, to: 787 } },
    ],
  },
  loose: {
    target: 0.75,
    bad: (minute) => (within(LONG_OUTAGE, minute) ? A_MINUTE : 0),
    // Above 60 % of 360 min after 216 min, and of 30 min until 18 min are left in them.
    pages: [{ lookback: '6h', holds: { from: 277, to: 371 }, row: { from: 277, to: 371 } }],
  },
};

function samplesOf(name: string): Samples[] {
  const span = { fromMs: FIRST_OUTAGE_MS - CALM_MS, toMs: FIRST_OUTAGE_MS + MINUTES * MINUTE_MS };
  const minuteOf = (timeMs: number) => (timeMs - FIRST_OUTAGE_MS) / MINUTE_MS;
  const bad = (timeMs: number) => HISTORIES[name].bad(minuteOf(timeMs));
  const counter = (code: string, perMinute: (timeMs: number) => number) =>
    minuteCounter('http_requests_total', { application: name, code }, span, perMinute);
  return [counter('200', (timeMs) => A_MINUTE - bad(timeMs)), counter('500', bad)].map((series) => {
    const isSeen = (timeMs: number) => minuteOf(timeMs) <= HOLE.from || minuteOf(timeMs) >= HOLE.to;
    return {
      ...series,
      timesMs: series.timesMs.filter(isSeen),
      values: series.values.filter((_, i) => isSeen(series.timesMs[i])),
    };
  });
}

/** The same samples as promtool takes them, from the time on that alerts look back to. */
function scenarioSeries(name: string): Scenario['series'] {
  return Object.fromEntries(
    samplesOf(name).map(({ metric, labels, timesMs, values }) => {
      const valueAt = new Map(timesMs.map((timeMs, i) => [timeMs, values[i]]));
      const minutes = Array.from({ length: MINUTES - RULES_FROM + 1 }, (_, i) => RULES_FROM + i);
      return [
        `${metric}{application="${labels.application}",code="${labels.code}"}`,
        minutes.map((minute) => valueAt.get(FIRST_OUTAGE_MS + minute * MINUTE_MS) ?? '_').join(' '),
      ];
    })
  );
}

const catalogue = () => catalogueOf(...Object.entries(HISTORIES).map(([name, { target }]) => requests(name, target)));

/** Every full five minutes, when rows get a new bucket; around the hole every minute. */
function judgedMinutes(): number[] {
  return Array.from({ length: MINUTES + 61 }, (_, i) => i - 60).filter(
    (minute) => minute % 5 === 0 || (minute > HOLE.from - 5 && minute < HOLE.to + 15)
  );
}

/** PromQL of the condition of a page by burn rate, as the rules hold it. */
function conditionOf(ruleFiles: readonly string[], objective: string, lookback: string): string {
  const rules = ruleFiles.flatMap((path): PrometheusRules['groups'] => parse(readFileSync(path, 'utf8')).groups);
  const found = rules
    .flatMap((group) => group.rules)
    .find(({ labels }) => labels.objective === objective && labels.severity === 'page' && labels.lookback === lookback);
  if (!found) {
    throw new Error(`no page of ${objective} over ${lookback}`);
  }
  return `count(${found.expr})`;
}

describeRules('the row of an objective and its pages, over the same history,', () => {
  let server: PrometheusServer;
  /** The status by minute from an hour before the first outage on, as often as `judgedMinutes` says. */
  const rows: Record<string, Map<number, Status>> = {};

  beforeAll(async () => {
    server = await serveSamples(Object.keys(HISTORIES).flatMap(samplesOf));
    let nowMs = 0;
    const port = createNodePort({ bases: { prometheus: server.url } });
    const source = prometheusSource({ port, clock: () => nowMs });
    for (const objective of catalogue().objectives) {
      rows[objective.id] = new Map();
      for (const minute of judgedMinutes()) {
        nowMs = FIRST_OUTAGE_MS + minute * MINUTE_MS;
        const moment = { atMs: nowMs, nowMs };
        const row = await evaluateObjective(objective, { Prometheus: source }, moment, new AbortController().signal);
        if (row.kind !== 'events') {
          throw new Error(`the row of ${objective.id} is ${row.kind}`);
        }
        rows[objective.id].set(minute, row.evaluation.status);
      }
    }
  }, 300_000);

  afterAll(() => server?.stop());

  const statesOf = (name: string) => [...rows[name]].map(([minute, { state }]) => ({ minute, state }));

  it.each(Object.keys(HISTORIES))(
    '%s: the page holds from the minute to the minute that its arithmetic says',
    async (name) => {
      const files = ruleFilesOf(catalogue());
      const minutes = Array.from({ length: MINUTES + 61 }, (_, i) => i - 60);
      await holds(files, {
        series: scenarioSeries(name),
        expect: HISTORIES[name].pages.flatMap(({ lookback, holds: { from, to } }) => [
          ...minutes
            .filter((minute) => minute % 5 === 0 || [from, to].some((edge) => Math.abs(minute - edge) < 5))
            // What is counted in between samples may be up to a minute off.
            .filter((minute) => Math.abs(minute - from) > 1 && Math.abs(minute - to) > 1)
            .map((minute): Scenario['expect'][number] => [
              conditionOf(files, name, lookback),
              at(minute - RULES_FROM),
              minute > from && minute < to ? [1] : [],
            ]),
          ...[from + 2, to - 2].map((minute): Scenario['expect'][number] => [
            firing({ objective: name, severity: 'page', lookback }),
            at(minute - RULES_FROM),
            [1],
          ]),
        ]),
      });
    }
  );

  it.each(Object.keys(HISTORIES))('%s: the row is not met while a page holds', (name) => {
    const held = HISTORIES[name].pages.map(({ holds: { from, to } }) => ({ from, to: to + 1 }));
    const during = statesOf(name).filter(({ minute }) => held.some((span) => within(span, minute)));
    expect(during.length).toBeGreaterThan(10);
    expect(during.filter(({ state }) => state === 'met' || state === 'noData')).toEqual([]);
  });

  it.each(Object.keys(HISTORIES))(
    '%s: the row is at risk within a bucket of the page, and met again after it',
    (name) => {
      const expected = statesOf(name).map(({ minute }) => ({
        minute,
        state: HISTORIES[name].pages.some(({ row }) => minute >= row.from && minute <= row.to) ? 'atRisk' : 'met',
      }));
      expect(statesOf(name)).toEqual(expected);
    }
  );

  it.each(Object.keys(HISTORIES))('%s: the row is provisional, and says why, while samples are missing', (name) => {
    const provisional = [...rows[name]].filter(([, status]) => status.provisional);
    const late = Array.from({ length: HOLE.to - HOLE.from - 6 }, (_, i) => HOLE.from + 6 + i);
    expect(provisional.map(([minute]) => minute)).toEqual(late);
    expect(provisional.map(([, { why }]) => why)).toEqual(
      late.map((minute) =>
        expect.stringContaining(`nothing was observed for ${minute - HOLE.from} min, since 2026-11-20 18:00`)
      )
    );
  });
});
