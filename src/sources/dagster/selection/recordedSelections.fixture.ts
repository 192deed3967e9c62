import recorded from '../testdata/selections.json';
import type { AssetGraph, AssetNode } from '../model';

/** The graph that tests/integration/dagster/recordSelections.py defines, as Dagster's GraphQL answers it. */
export const RECORDED_NODES: AssetNode[] = recorded.nodes.map((node) => ({ ...node, freshness: null }));

export const RECORDED_ANSWERS: Array<{ selection: string; answer: string | string[] }> = recorded.answers;

export function graphOf(nodes: AssetNode[]): AssetGraph {
  const names = [...new Set(nodes.map(({ codeLocation }) => codeLocation))];
  return {
    nodes: new Map(nodes.map((node) => [node.key, node])),
    codeLocations: names.map((name) => ({ name, loaded: true })),
  };
}
