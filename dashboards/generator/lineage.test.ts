import { dagsterMeasure } from '../../src/catalogue/dagsterMeasure';
import type { Objective } from '../../src/catalogue/objective';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { localEvaluation } from '../../src/evaluation/evaluations';
import { lineageQuery, type LineageAnswer } from '../../src/queries/lineage';
import { RowMemory } from '../../src/queries/rowMemory';
import { demoSource } from '../../src/sources/demo/demoSource';
import { lineageOf } from './lineage';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
/** Of a panel as wide as the page, at 1440 px beside Grafana's menu. */
const WIDTH_PX = 1090;
const LEGEND_PX = 45;

const drawn = shippedCatalogue.objectives.filter((one) => dagsterMeasure(one) === 'materializations');

async function answerFor(objective: Objective): Promise<LineageAnswer['places']> {
  const demo = demoSource();
  let places: LineageAnswer['places'] = [];
  const run = {
    options: { direction: objective.policy.data === 'unstable' ? ('downstream' as const) : ('upstream' as const) },
    objectives: [objective],
    evaluate: localEvaluation({ sources: { Dagster: demo }, catalogue: shippedCatalogue }),
    ...{ fromMs: NOW, toMs: NOW, nowMs: NOW, toText: 'now', memory: new RowMemory() },
  };
  await lineageQuery.evaluate(run, (answer) => (places = answer.places), new AbortController().signal);
  return places;
}

describe('the panel of a lineage', () => {
  it.each(drawn)('has room for the demo, which Grafana would cut: $id', async (objective) => {
    const places = await answerFor(objective);
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
    expect(places.length).toBeGreaterThan(10);
    // Texts are 140 wide; a ring reaches 32 up, and its texts 68 down.
    expect(Math.max(...xs) - Math.min(...xs) + 140).toBeLessThanOrEqual(WIDTH_PX);
    const [graph] = lineageOf([objective], 0)?.panels ?? [];
    const heightPx = (graph.build().gridPos?.h ?? 0) * 38 - 8 - 40;
    expect(Math.max(...ys) - Math.min(...ys) + 32 + 68 + LEGEND_PX).toBeLessThanOrEqual(heightPx);
  });
});
