import { HOUR_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import type { Objective } from '../catalogue/objective';
import { objectiveOf } from '../evaluation/objective.testing';
import type { Source } from '../sources/contract';
import { checkHealth } from './healthCheck';
import { createSource } from '../sources/createSource';

const NOW = Date.UTC(2026, 10, 22, 10);

/** Counts 100 good of 100 events an hour; its part has a series where `seesPart` says so, else its metric is unknown. */
function prometheus(seesPart: boolean): Source {
  return createSource('Prometheus', {
    async counts({ fromMs, toMs, stepMs }) {
      const counts = unobservedCounts(fromMs, toMs, stepMs);
      const perBucket = (100 * stepMs) / HOUR_MS;
      [counts.good, counts.total].forEach((column) => column.fill(perBucket));
      counts.coverage.fill(1);
      return { counts, lastSeen: { partMs: seesPart ? toMs : null, totalMs: toMs }, notices: [], executed: [] };
    },
    evidence: async () => ({
      asked: true,
      reasons: [{ kind: 'unknown', text: 'the server has no metric errorz_total' }],
      substitutes: false,
    }),
  });
}

async function linesFor(source: Source, shape: 'goodTotal' | 'badTotal'): Promise<string[]> {
  const spec = { query: 'x', counterSelectors: ['x'] };
  const measure =
    shape === 'goodTotal'
      ? { shape, good: spec, total: spec }
      : { shape, bad: { ...spec, query: 'errorz_total' }, total: spec };
  const objective: Objective = objectiveOf({ indicator: { source: 'Prometheus', measure } });
  const health = await checkHealth(
    { categories: [], objectives: [objective], problems: [] },
    { settings: {}, proxyUrl: '', fetch: jest.fn() },
    { Prometheus: source },
    NOW,
    new AbortController().signal
  );
  return String(health.details?.verboseMessage).split('\n');
}

describe('"Save & test"', () => {
  it('says below an objective which side of it matched nothing, and why', async () => {
    const lines = await linesFor(prometheus(false), 'badTotal');
    expect(lines[0]).toMatch(/^✓ Objective api-requests .*; bad matched no series in the window/);
    expect(lines[1]).toMatch(/^ {2}⚠ bad matched no series at all in the window .*no metric errorz_total/);
  });

  it('says of good that never differed from total that it may select too much', async () => {
    const lines = await linesFor(prometheus(true), 'goodTotal');
    expect(lines).toEqual([
      '✓ Objective api-requests (api-requests): 0 bad of 72,000, budget 720',
      '  ℹ good never differed from total in the window (72,000 of 72,000): correct for a service without failures; otherwise good selects too much',
    ]);
  });
});
