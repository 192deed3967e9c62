import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { demoSource } from '../../src/sources/demo/demoSource';
import { withSource } from './withSource';

describe('objectives whose upstream is not configured', () => {
  it('are left out and reported with the source that they lack, so that no one waits for it', () => {
    const { objectives, left } = withSource(shippedCatalogue.objectives, { Prometheus: demoSource() });
    expect(new Set(objectives.map(({ indicator }) => indicator.source))).toEqual(new Set(['Prometheus']));
    expect([...left.keys()].sort()).toEqual(['Dagster', 'Trino']);
    expect(left.get('Trino')).toEqual(['trino-queries']);
    expect(objectives.length + [...left.values()].flat().length).toBe(shippedCatalogue.objectives.length);
  });
});
