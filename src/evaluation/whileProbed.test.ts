import { DAY_MS, HOUR_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import type { Objective } from '../catalogue/objective';
import type { CountsRequest, Source } from '../sources/contract';
import { SourceError } from '../sources/sourceError';
import { trinoObjective } from '../sources/trino/trinoObjective.testing';
import { evaluateObjective, sourceOf } from './evaluateObjective';
import { objectiveOf } from './objective.testing';
import { whileProbed } from './whileProbed';
import { createSource } from '../sources/createSource';

const NOW = Date.UTC(2026, 10, 22, 10);
const never = new AbortController().signal;
const PROBE = objectiveOf({ id: 'trino-availability' });

/** Ten queries an hour, one of them bad. */
const QUERIES: Source = createSource('Trino', {
  async counts({ fromMs, toMs, stepMs }) {
    const counts = unobservedCounts(fromMs, toMs, stepMs);
    counts.total.fill(10 * (stepMs / HOUR_MS));
    counts.good.fill(9 * (stepMs / HOUR_MS));
    counts.coverage.fill(1);
    return { counts, notices: [], executed: ['SELECT'] };
  },
  async outcomes(request) {
    const { counts, notices, executed } = await QUERIES.read('counts', request, never);
    const column = (value: number) => counts.total.map(() => value);
    const outcomes = {
      finished: column(9),
      userErrors: column(0),
      unexpected: column(1),
      ignored: column(0),
      abandoned: column(0),
      killed: column(1),
    };
    return { counts, outcomes, notices, executed };
  },
});

/** Sixty probes an hour, of which `up` answers how many succeeded; undefined: no probe. */
function probing(up: (startMs: number) => number | undefined, requests: CountsRequest[] = []): Source {
  return createSource('Demo', {
    async counts(request) {
      requests.push(request);
      const { fromMs, toMs, stepMs } = request;
      const counts = unobservedCounts(fromMs, toMs, stepMs);
      for (let i = 0; i < counts.total.length; i++) {
        const good = up(fromMs + i * stepMs);
        counts.total[i] = good === undefined ? 0 : 60;
        counts.good[i] = good ?? 0;
      }
      return { counts, notices: [{ severity: 'info', text: 'probed' }], executed: ['up'] };
    },
  });
}

const request: CountsRequest = {
  objective: trinoObjective(),
  stepMs: HOUR_MS,
  fromMs: NOW - 4 * HOUR_MS,
  toMs: NOW,
  nowMs: NOW,
};

/** Up for a whole hour, down for one, down for a quarter, not probed. */
const hourOf = (startMs: number) => [60, 0, 45, undefined][(startMs - request.fromMs) / HOUR_MS];

describe('queries of a service that is probed', () => {
  it('leave the hours in which the probe was down, which are unknown and not quiet', async () => {
    const { counts } = await whileProbed(QUERIES, PROBE, probing(hourOf)).read('counts', request, never);
    expect([...counts.total]).toEqual([10, 0, 10, 10]);
    expect([...counts.good]).toEqual([9, 0, 9, 9]);
    expect([...counts.coverage]).toEqual([1, 0, 0.75, 1]);
  });

  it('leave them with all of their outcomes', async () => {
    const { counts, outcomes } = await whileProbed(QUERIES, PROBE, probing(hourOf)).read('outcomes', request, never);
    expect([...counts.total]).toEqual([10, 0, 10, 10]);
    expect([...outcomes.finished]).toEqual([9, 0, 9, 9]);
    expect([...outcomes.unexpected]).toEqual([1, 0, 1, 1]);
    expect([...outcomes.killed]).toEqual([1, 0, 1, 1]);
  });

  it('ask the probe for the same buckets', async () => {
    const requests: CountsRequest[] = [];
    await whileProbed(
      QUERIES,
      PROBE,
      probing(() => 60, requests)
    ).read('counts', request, never);
    expect(requests).toEqual([{ ...request, objective: PROBE }]);
  });

  it('stay as they are, with a notice, where the probe cannot be read', async () => {
    const broken: Source = createSource('Demo', {
      counts: () =>
        Promise.reject(
          new SourceError({
            kind: 'unreachable',
            objective: PROBE,
            upstream: 'Demo',
            found: 'gone',
            remedy: 'Start it',
          })
        ),
    });
    for (const source of [broken, undefined]) {
      const { counts, notices } = await whileProbed(QUERIES, PROBE, source).read('counts', request, never);
      expect([...counts.total]).toEqual([10, 10, 10, 10]);
      expect([...counts.coverage]).toEqual([1, 1, 1, 1]);
      expect(notices.map(({ text }) => text)).toEqual([
        expect.stringMatching(/^Whether the service was up is unknown/),
      ]);
    }
  });

  it('end when no one waits for them, whatever the probe does', async () => {
    const panel = new AbortController();
    const gone: Source = createSource('Demo', {
      counts: async () => {
        panel.abort(new Error('the panel went away'));
        throw new SourceError({ kind: 'timeout', objective: PROBE, upstream: 'Demo', found: 'slow', remedy: 'Wait' });
      },
    });
    const reading = whileProbed(QUERIES, PROBE, gone).read('counts', request, panel.signal);
    await expect(reading).rejects.toThrow('the panel went away');
  });
});

describe('an objective with a probe', () => {
  const probed = (): Objective => {
    const objective = trinoObjective();
    const { indicator } = objective;
    return indicator.source === 'Trino' ? { ...objective, indicator: { ...indicator, probe: PROBE } } : objective;
  };

  it('is judged by the time in which that was up', async () => {
    const downFor = 15 * DAY_MS;
    const up = (startMs: number) => (startMs < NOW - downFor ? 60 : 0);
    const sources = { Trino: QUERIES, Demo: probing(up) };
    const row = await evaluateObjective(probed(), sources, { atMs: NOW, nowMs: NOW }, never);
    expect(row).toMatchObject({ kind: 'events', evaluation: { total: 15 * 24 * 10, coverage: 0.5 } });
  });

  it('is read from its own source alone where it has none', () => {
    expect(sourceOf(trinoObjective(), { Trino: QUERIES })).toBe(QUERIES);
    expect(sourceOf(probed(), { Trino: QUERIES })).not.toBe(QUERIES);
  });
});
