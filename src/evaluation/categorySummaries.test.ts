import { demoSource } from '../sources/demo/demoSource';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { byUrgency, categorySummaries } from './categorySummaries';
import { evaluateCatalogue } from './evaluateCatalogue';
import { objectiveOf } from './objective.testing';
import type { PendingRow } from './results';
import { rowState } from './rowState';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const demo = demoSource();
const sources = { Prometheus: demo, Dagster: demo, Trino: demo, Demo: demo };

let rows: PendingRow[];

beforeAll(async () => {
  rows = await evaluateCatalogue(
    shippedCatalogue.objectives,
    sources,
    { atMs: NOW, nowMs: NOW },
    new AbortController().signal
  );
});

describe('a category', () => {
  it('has one summary, in the order of the catalogue', () => {
    expect(categorySummaries(rows).map(({ category }) => category.id)).toEqual(
      shippedCatalogue.categories.map(({ id }) => id)
    );
  });

  it('is as bad as the worst of its objectives, and counts all of them', () => {
    for (const { category, state, worst, counts } of categorySummaries(rows)) {
      const members = rows.filter(({ objective }) => objective.category.id === category.id);
      expect(rowState(worst)).toBe(state);
      expect(members.every((row) => byUrgency(worst, row) <= 0)).toBe(true);
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(members.length);
      expect(counts[state]).toBeGreaterThan(0);
    }
  });

  it('is loading as long as nothing worse is known', () => {
    const loading: PendingRow[] = [objectiveOf({ id: 'a' }), objectiveOf({ id: 'b' })].map((objective) => ({
      kind: 'loading',
      objective,
    }));
    const [summary] = categorySummaries(loading);
    expect(summary).toMatchObject({ state: 'loading', coverage: null, counts: { loading: 2, met: 0 } });
  });
});

it('the most urgent row comes first: worst state, then least budget', () => {
  const sorted = [...rows].sort(byUrgency).map(rowState);
  expect(sorted.indexOf('atRisk')).toBeGreaterThan(sorted.lastIndexOf('breached'));
  expect(sorted.indexOf('met')).toBeGreaterThan(sorted.lastIndexOf('atRisk'));
});
