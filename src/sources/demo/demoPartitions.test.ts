import { judgeItems } from '../../budget/pointInTime';
import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import { demoSource } from './demoSource';

const NOW = Date.UTC(2026, 10, 22, 10);
const signal = new AbortController().signal;

function objective() {
  const found = shippedCatalogue.objectives.find(({ id }) => id === 'core-partitions');
  if (!found) {
    throw new Error('no core-partitions');
  }
  return found;
}

const demo = demoSource();

describe('partitions of demo data', () => {
  it('add up, asset by asset', async () => {
    const { assets } = await demo.read('partitions', { objective: objective(), nowMs: NOW }, signal);
    expect(assets.length).toBeGreaterThan(10);
    for (const { total, materialized, missing, withinGrace, missingInWords } of assets) {
      expect(materialized + missing + withinGrace).toBe(total);
      expect(missingInWords === '').toBe(missing === 0);
    }
  });

  it('are the items of their objective, which is at risk although it meets its target', async () => {
    const request = { objective: objective(), nowMs: NOW };
    const [{ assets }, { items }] = [
      await demo.read('partitions', request, signal),
      await demo.read('items', request, signal),
    ];
    expect(items.total - items.good).toBe(assets.reduce((sum, { missing }) => sum + missing, 0));
    expect(items.belowTarget).toEqual(assets.filter(({ belowTarget }) => belowTarget).map(({ asset }) => asset));
    expect(judgeItems(items, objective().target, items.belowTarget).status.state).toBe('atRisk');
  });

  it('name the same days for every viewer', async () => {
    const { assets } = await demo.read('partitions', { objective: objective(), nowMs: NOW }, signal);
    expect(assets.find(({ asset }) => asset === 'superchain/traces')?.missingInWords).toBe(
      '2026-11-05 to 2026-11-07 (3)'
    );
    expect(assets.find(({ asset }) => asset === 'prices/spot')?.missingInWords).toBe(
      'usd|2026-11-16 to usd|2026-11-18 (3)'
    );
  });
});
