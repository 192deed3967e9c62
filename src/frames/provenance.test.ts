import { lineageAsset } from './lineage.testing';
import { markOf, provenanceOf } from './provenance';

describe('the provenance of an asset', () => {
  it.each([
    ['stable', {}, null],
    ['unstable', { unstableSources: ['u'] }, 'from 1 unstable source'],
    ['unstable', { unstableSources: ['u', 'v'] }, 'from 2 unstable sources'],
    ['unstable', { unstableSources: ['u'], beyondUnresolved: true }, 'from 1 or more unstable sources'],
    ['unstable', { unstable: true }, 'unstable source'],
    ['unresolved', { beyondUnresolved: true }, 'from unresolved sources'],
    ['unresolved', { state: 'unresolved', beyondUnresolved: true }, 'not defined anywhere'],
  ] as const)('is %s with %j', (provenance, facts, mark) => {
    const asset = lineageAsset('a', {
      ...facts,
      unstableSources: [...('unstableSources' in facts ? facts.unstableSources : [])],
    });
    expect([provenanceOf(asset), markOf(asset)]).toEqual([provenance, mark]);
  });
});
