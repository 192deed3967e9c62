import type { AssetGraph, AssetNode } from './model';
import { provisionalScope, scopeOf } from './scope';

function node(key: string, overrides: Partial<AssetNode> = {}): AssetNode {
  return {
    key,
    group: 'default',
    kinds: [],
    tags: [],
    owners: [],
    codeLocation: 'main',
    repository: '__repository__',
    isMaterializable: true,
    isPartitioned: false,
    jobNames: [],
    opNames: [],
    parents: [],
    description: null,
    freshness: null,
    ...overrides,
  };
}

function graphOf(nodes: AssetNode[], broken: string[] = []): AssetGraph {
  return {
    nodes: new Map(nodes.map((each) => [each.key, each])),
    codeLocations: [
      { name: 'main', loaded: true },
      ...broken.map((name) => ({ name, loaded: false, error: 'ImportError: no module named x' })),
    ],
  };
}

const core = { tags: [{ key: 'core', value: '' }] };

describe('the scope of an objective', () => {
  it('is what its selection selects and Dagster can materialize', () => {
    const graph = graphOf([node('a', core), node('b'), node('external', { ...core, isMaterializable: false })]);
    expect([...scopeOf({ selection: 'tag:core' }, graph)]).toEqual(['a']);
  });

  it('is refused with the place and the remedy where the selection cannot be read', () => {
    expect(() => scopeOf({ selection: 'tag:core and kid:sqlmesh' }, graphOf([node('a')]))).toThrow(
      /character 14.*did you mean kind.*Correct the selection in the catalogue/
    );
  });

  it('is refused where it holds nothing', () => {
    expect(() => scopeOf({ selection: 'tag:core' }, graphOf([node('a')]))).toThrow(
      /the selection tag:core matches no asset that can be materialized/
    );
  });

  it('is what the others hold while a code location does not load; unknown if it is asked for by name, or is all there may be', () => {
    const graph = graphOf([node('a', core)], ['dynamic']);
    expect([...scopeOf({ selection: 'tag:core' }, graph)]).toEqual(['a']);
    expect(provisionalScope({ selection: 'tag:core' }, graph)).toBe(
      'the code location dynamic does not load (ImportError: no module named x); what it holds of this objective is not counted'
    );
    for (const selection of ['tag:core or code_location:dynamic', 'tag:unstable']) {
      expect(() => scopeOf({ selection }, graph)).toThrow(
        /the code location dynamic does not load \(ImportError: no module named x\).*Fix the code location/
      );
    }
    expect([...scopeOf({ selection: 'tag:core and code_location:main' }, graph)]).toEqual(['a']);
    for (const selection of ['tag:core and code_location:main', 'tag:core and not code_location:dynamic']) {
      expect(provisionalScope({ selection }, graph)).toBeUndefined();
    }
  });
});
