import type { HttpPort } from '../transport/port';

/** Events of one label value at one instant. */
export interface LabelledEvents {
  value: string;
  atMs: number;
  good: number;
  bad: number;
}

const KINDS = ['good', 'bad', 'total'] as const;
type Kind = (typeof KINDS)[number];

const SAMPLES = { error_budget: 'samples', selector: '0' };
const SERIES_UNIT = 2 ** 30;

/**
 * A Prometheus without samples that answers this plugin's queries from events: a term over a range counts the events that
 * happened in it, exactly. A value has a series of a term only if it ever had an event of that kind, as counters that are born
 * with their first event. Every bucket was scraped.
 */
export function countingPrometheus(events: readonly LabelledEvents[], label: string): HttpPort {
  const answer = (form: URLSearchParams) => {
    const query = form.get('query') ?? '';
    if (query.includes('error_budget_lookback')) {
      return vector([]);
    }
    const terms = KINDS.filter((term) => query.includes(`"${term}"`));
    const levels = KINDS.filter((term) => query.includes(`"${term}Level"`));
    const values = [...new Set(events.map(({ value }) => value))];
    const summed = /\[(\d+)ms:(\d+)ms\]\)$/.exec(query);
    if (summed) {
      const toMs = Number(form.get('time')) * 1000;
      const stepMs = Number(summed[2]);
      const fromMs = Math.ceil((toMs - Number(summed[1])) / stepMs) * stepMs - stepMs;
      return vector(
        terms.flatMap((term) =>
          values
            .map((value) => events.filter((event) => event.value === value))
            .filter((ofValue) => isBorn(ofValue, term))
            .map((ofValue) => ({
              metric: { error_budget: term, [label]: ofValue[0].value },
              value: [toMs / 1000, String(count(ofValue, term, fromMs, toMs))],
            }))
        )
      );
    }
    if (levels.length > 0 && form.has('time')) {
      const atMs = Number(form.get('time')) * 1000;
      return vector(
        levels.flatMap((term) =>
          values.flatMap((value) =>
            levelOf(
              events.filter((event) => event.value === value),
              term,
              atMs
            ).map((level) => ({
              metric: { error_budget: `${term}Level`, [label]: value },
              value: [atMs / 1000, level],
            }))
          )
        )
      );
    }
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)) * 1000);
    const ends = Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => start + i * step);
    const series = terms
      .filter((term) => isBorn(events, term))
      .map((term) => ({
        metric: { error_budget: term },
        values: ends.map((atMs) => [atMs / 1000, String(count(events, term, atMs - step, atMs))]),
      }));
    const levelSeries = levels.map((term) => ({
      metric: { error_budget: `${term}Level` },
      values: ends.flatMap((atMs) => levelOf(events, term, atMs).map((level) => [atMs / 1000, level])),
    }));
    const scraped = query.includes('"samples"')
      ? [{ metric: SAMPLES, values: ends.map((atMs) => [atMs / 1000, String(SERIES_UNIT + step / 15_000)]) }]
      : [];
    return { resultType: 'matrix', result: [...series, ...levelSeries, ...scraped] };
  };
  return {
    async send({ body }) {
      const data = answer(new URLSearchParams(body));
      return { status: 200, headers: {}, text: JSON.stringify({ status: 'success', data }) };
    },
  };
}

function vector(result: unknown[]) {
  return { resultType: 'vector', result };
}

/** What a counter shows that began with its first event; nothing before. */
function levelOf(events: readonly LabelledEvents[], kind: Kind, atMs: number): string[] {
  const level = count(events, kind, -Infinity, atMs);
  return level > 0 ? [String(level)] : [];
}

function isBorn(events: readonly LabelledEvents[], kind: Kind): boolean {
  return events.some((event) => ofKind(event, kind) > 0);
}

function count(events: readonly LabelledEvents[], kind: Kind, fromMs: number, toMs: number): number {
  return events.reduce((sum, event) => sum + (event.atMs > fromMs && event.atMs <= toMs ? ofKind(event, kind) : 0), 0);
}

function ofKind({ good, bad }: LabelledEvents, kind: Kind): number {
  return kind === 'total' ? good + bad : kind === 'good' ? good : bad;
}
