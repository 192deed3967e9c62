import { parser } from '@prometheus-io/lezer-promql';
import { HOUR_MS } from '../../budget/durations';
import type { HttpPort } from '../../transport/port';
import { PLAIN_EDGES } from './bucketQuery';
import { birthsQuery, bornByLabel, readBirths, type FirstSamples } from './births';
import { KeptAnswers } from './keptAnswers';
import { QueryApi } from './queryApi';

const of = (selector: string) => ['', selector, ''];
const never = new AbortController().signal;

describe('the query for first samples', () => {
  it('is valid PromQL, and reads `up` of no more targets than the selector names', () => {
    const selector = of('errors{job="api",instance!~"test.*",exported_job="x"}');
    const query = birthsQuery(selector, HOUR_MS, PLAIN_EDGES);
    for (const text of [query, bornByLabel(selector, HOUR_MS, PLAIN_EDGES, 'path')]) {
      parser.parse(text).iterate({ enter: (node) => expect(node.type.isError).toBe(false) });
    }
    expect(query).toContain('min_over_time(up{job="api",instance!~"test.*"}[3599999ms] offset 3600000ms) == 1');
    expect(birthsQuery(of('errors'), HOUR_MS, PLAIN_EDGES)).toContain('count_over_time(up[7199999ms])');
  });
});

describe('reading first samples', () => {
  /** A server on which every bucket that ends at an odd hour has series that appear with 7 events, and one of 2 among them that may go on from another. */
  function server() {
    const spans: number[] = [];
    const port: HttpPort = {
      async send({ body }) {
        const form = new URLSearchParams(body);
        const [start, end] = [Number(form.get('start')), Number(form.get('end'))];
        spans.push((end - start) / 3600 + 1);
        const times = Array.from({ length: spans[spans.length - 1] }, (_, i) => start + i * 3600);
        const odd = times.filter((time) => (time / 3600) % 2 === 1);
        const term = (name: string, value: string) => ({
          metric: { error_budget: name },
          values: odd.map((time) => [time, value]),
        });
        const result = [term('appeared', '7'), term('continuing', '2')];
        return {
          status: 200,
          headers: {},
          text: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }),
        };
      },
    };
    return { api: new QueryApi({ port }), spans };
  }

  const asked = (buckets: number[]) => ({
    ...{ counted: of('errors'), edges: PLAIN_EDGES, buckets, fromMs: 100 * HOUR_MS, stepMs: HOUR_MS },
    settledUntilMs: 500 * HOUR_MS,
  });

  it('asks for near buckets together, and for settled ones once', async () => {
    const { api, spans } = server();
    const kept = new KeptAnswers<FirstSamples>(() => 0);
    const { found } = await readBirths(api, kept, asked([0, 3, 200]), never);
    expect([...found].map(([bucket, { born }]) => [bucket, born])).toEqual([
      [0, 5],
      [3, 0],
      [200, 5],
    ]);
    expect(spans).toEqual([4, 1]);
    await readBirths(api, kept, asked([0, 3, 200, 201]), never);
    expect(spans).toEqual([4, 1, 1]);
  });

  it('names the queries behind what it remembers too', async () => {
    const { api } = server();
    const kept = new KeptAnswers<FirstSamples>(() => 0);
    const [first, again] = [
      await readBirths(api, kept, asked([0, 3, 200]), never),
      await readBirths(api, kept, asked([0, 3, 200]), never),
    ];
    expect(first.executed).toHaveLength(2);
    expect(again.executed).toEqual(first.executed);
  });

  it('asks in a dozen requests at the most, however many buckets there are', async () => {
    const { api, spans } = server();
    const buckets = Array.from({ length: 60 }, (_, i) => i * 30);
    await readBirths(api, new KeptAnswers(() => 0), asked(buckets), never);
    expect(spans.length).toBeLessThanOrEqual(12);
  });
});
