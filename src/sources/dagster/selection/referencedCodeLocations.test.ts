import fc from 'fast-check';
import { arbitrarySelection } from './arbitrarySelection.fixture';
import type { AssetGraph, AssetNode } from '../model';
import { evaluateSelection } from './evaluateSelection';
import { parseSelection } from './parseSelection';
import { graphOf, RECORDED_NODES } from './recordedSelections.fixture';
import { referencedCodeLocations } from './referencedCodeLocations';
import type { Selection } from './selection';

function referenced(text: string): 'all' | string[] {
  return referencedCodeLocations(parseSelection(text));
}

describe('the code locations that decide a selection', () => {
  it('are those that every branch is limited to', () => {
    expect(referenced('code_location:a and tag:core and not kind:sqlmesh')).toEqual(['a']);
    expect(referenced('code_location:b and tag:core or code_location:a')).toEqual(['a', 'b']);
    expect(referenced('(code_location:a or code_location:b) and not tag:core')).toEqual(['a', 'b']);
    expect(referenced('code_location:a and not code_location:b')).toEqual(['a']);
  });

  it('are read from repository@location', () => {
    expect(referenced('code_location:"repository@a"')).toEqual(['a']);
  });

  it('are none where no asset can be in two at once', () => {
    expect(referenced('code_location:a and code_location:b')).toEqual([]);
    expect(referenced('code_location:<null>')).toEqual([]);
  });

  it.each([
    'tag:core and not kind:sqlmesh',
    '*',
    'not code_location:a',
    'code_location:a or tag:core',
    '+code_location:a',
    'code_location:a and +tag:core',
    'roots(code_location:a)',
    'code_location:a and not sinks(code_location:a)',
  ])('are all where an asset of any other could change the answer: %s', (text) => {
    expect(referenced(text)).toBe('all');
  });

  it('suffice: while the others do not load, the same assets are found', () => {
    const whole = graphOf(RECORDED_NODES);
    fc.assert(
      fc.property(arbitrarySelection, (selection) => {
        const locations = referencedCodeLocations(selection);
        fc.pre(locations !== 'all');
        const partial = graphOf(whileOnlyLoaded(locations));
        expect(materializable(selection, partial)).toEqual(materializable(selection, whole));
      }),
      { numRuns: 100 }
    );
  });
});

function materializable(selection: Selection, graph: AssetGraph): string[] {
  return [...evaluateSelection(selection, graph)].filter((key) => graph.nodes.get(key)?.isMaterializable).sort();
}

/** What Dagster answers while other locations do not load: parents in them are external assets of the location that has children. */
function whileOnlyLoaded(locations: string[]): AssetNode[] {
  const loaded = RECORDED_NODES.filter(({ codeLocation }) => locations.includes(codeLocation));
  const keys = new Set(loaded.map(({ key }) => key));
  const standIns = loaded.flatMap(({ parents, codeLocation }) =>
    RECORDED_NODES.filter(({ key }) => parents.includes(key) && !keys.has(key)).map((node) => ({
      ...node,
      group: 'default',
      kinds: [],
      tags: [],
      owners: [],
      codeLocation,
      isMaterializable: false,
      isPartitioned: false,
      jobNames: [],
      opNames: [],
      parents: [],
    }))
  );
  return [...loaded, ...standIns];
}
