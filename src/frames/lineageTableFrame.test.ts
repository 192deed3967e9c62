import { rowOf } from './dataPlane.testing';
import { lineage, lineageAsset } from './lineage.testing';
import { lineageTableFrame } from './lineageTableFrame';

describe('a lineage as a table', () => {
  it('has one row per asset of the objective, with the unstable sources behind it', () => {
    const frame = lineageTableFrame('A', [lineage()]);
    expect(frame.length).toBe(2);
    expect(rowOf(frame, 0)).toEqual({
      Asset: 'mart',
      Provenance: 'unstable',
      'Unstable sources': 1,
      'Derives from': 'shaky',
      'May be more': true,
      Freshness: 'fresh',
      Reliability: 0.75,
      Good: 3,
      Bad: 1,
      Group: null,
      Kinds: null,
      Objective: 'Objective freshness',
      Link: null,
      'Objective id': 'freshness',
    });
    expect(rowOf(frame, 1)).toMatchObject({ Freshness: 'stale', Reliability: null, Good: null, Group: 'sqlmesh' });
  });

  it('begins with what derives from the most unstable sources, then with what is unresolved', () => {
    const selected = true;
    const assets = [
      lineageAsset('a', { selected }),
      lineageAsset('b', { selected, beyondUnresolved: true }),
      lineageAsset('c', { selected, unstableSources: ['u'] }),
      lineageAsset('d', { selected, unstableSources: ['u', 'v'] }),
    ];
    const frame = lineageTableFrame('A', [lineage({ assets })]);
    expect(frame.fields[0].values).toEqual(['d', 'c', 'b', 'a']);
    expect(frame.fields[1].values).toEqual(['unstable', 'unstable', 'unresolved', 'stable']);
  });

  it('lists downstream what derives from the objective’s assets, not these', () => {
    const assets = [lineageAsset('source', { selected: true, unstable: true }), lineageAsset('mart')];
    const frame = lineageTableFrame('A', [lineage({ direction: 'downstream', assets })]);
    expect(frame.fields[0].values).toEqual(['mart']);
  });
});
