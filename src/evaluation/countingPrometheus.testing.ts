import type { HttpPort } from '../transport/port';

/** Events of one label value at one instant. */
export interface LabelledEvents {
  value: string;
  atMs: number;
  good: number;
  bad: number;
}

type Kind = 'good' | 'bad' | 'total';

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
    const terms = (['good', 'bad', 'total'] as const).filter((term) => query.includes(`"${term}"`));
    const summed = /\[(\d+)ms:(\d+)ms\]\)$/.exec(query);
    if (summed) {
      const toMs = Number(form.get('time')) * 1000;
      const stepMs = Number(summed[2]);
      const fromMs = Math.ceil((toMs - Number(summed[1])) / stepMs) * stepMs - stepMs;
      const values = [...new Set(events.map(({ value }) => value))];
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
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name)) * 1000);
    const ends = Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => start + i * step);
    const series = terms
      .filter((term) => isBorn(events, term))
      .map((term) => ({
        metric: { error_budget: term },
        values: ends.map((atMs) => [atMs / 1000, String(count(events, term, atMs - step, atMs))]),
      }));
    const scraped = query.includes('"samples"')
      ? [{ metric: SAMPLES, values: ends.map((atMs) => [atMs / 1000, String(SERIES_UNIT + step / 15_000)]) }]
      : [];
    return { resultType: 'matrix', result: [...series, ...scraped] };
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

function isBorn(events: readonly LabelledEvents[], kind: Kind): boolean {
  return events.some((event) => ofKind(event, kind) > 0);
}

function count(events: readonly LabelledEvents[], kind: Kind, fromMs: number, toMs: number): number {
  return events.reduce((sum, event) => sum + (event.atMs > fromMs && event.atMs <= toMs ? ofKind(event, kind) : 0), 0);
}

function ofKind({ good, bad }: LabelledEvents, kind: Kind): number {
  return kind === 'total' ? good + bad : kind === 'good' ? good : bad;
}
