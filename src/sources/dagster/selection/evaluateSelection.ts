import type { AssetGraph, AssetKey } from '../model';
import { type AssetEdges, assetEdges, reachable } from './assetEdges';
import { matchesTerm } from './matchesTerm';
import type { Depth, Selection } from './selection';

/**
 * The assets that a selection holds, as Dagster's own evaluation answers it: external assets are found by key, owner, code
 * location, `is:external` and downstream traversals, never upstream and never by `*` or `not`.
 */
export function evaluateSelection(selection: Selection, graph: AssetGraph): Set<AssetKey> {
  return new Evaluation(graph).of(selection);
}

class Evaluation {
  private knownEdges: AssetEdges | undefined;

  constructor(private readonly graph: AssetGraph) {}

  of(selection: Selection): Set<AssetKey> {
    switch (selection.type) {
      case 'and':
        return this.operands(selection.operands).reduce(intersection);
      case 'or':
        return this.operands(selection.operands).reduce(union);
      case 'not':
        return difference(this.of({ type: 'all' }), this.of(selection.operand));
      case 'traversal':
        return this.traversal(selection.of, selection.upstream, selection.downstream);
      case 'roots': {
        const within = this.of(selection.of);
        return difference(within, reachable(within, this.edges().downstream));
      }
      case 'sinks': {
        const within = this.of(selection.of);
        return difference(within, reachable(within, this.edges().upstream));
      }
      default:
        return this.where((key) => {
          const node = this.graph.nodes.get(key);
          return node !== undefined && matchesTerm(selection, node);
        }, this.graph.nodes.keys());
    }
  }

  private operands(selections: readonly Selection[]): Array<Set<AssetKey>> {
    return selections.map((selection) => this.of(selection));
  }

  private traversal(selection: Selection, upstream?: Depth, downstream?: Depth): Set<AssetKey> {
    const start = this.of(selection);
    const up = upstream === undefined ? new Set<AssetKey>() : this.upstream(start, steps(upstream));
    const down =
      downstream === undefined
        ? new Set<AssetKey>()
        : union(start, reachable(start, this.edges().downstream, steps(downstream)));
    return union(up, down);
  }

  /** Dagster drops external assets from what it reached upstream, those it started from included. */
  private upstream(start: ReadonlySet<AssetKey>, depth: number): Set<AssetKey> {
    const reached = union(start, reachable(start, this.edges().upstream, depth));
    return this.where((key) => this.graph.nodes.get(key)?.isMaterializable === true, reached);
  }

  private where(holds: (key: AssetKey) => boolean, keys: Iterable<AssetKey>): Set<AssetKey> {
    return new Set([...keys].filter(holds));
  }

  private edges(): AssetEdges {
    this.knownEdges ??= assetEdges(this.graph);
    return this.knownEdges;
  }
}

function steps(depth: Depth): number {
  return depth === 'unlimited' ? Infinity : depth;
}

function union(a: ReadonlySet<AssetKey>, b: ReadonlySet<AssetKey>): Set<AssetKey> {
  return new Set([...a, ...b]);
}

function intersection(a: ReadonlySet<AssetKey>, b: ReadonlySet<AssetKey>): Set<AssetKey> {
  return new Set([...a].filter((key) => b.has(key)));
}

function difference(a: ReadonlySet<AssetKey>, b: ReadonlySet<AssetKey>): Set<AssetKey> {
  return new Set([...a].filter((key) => !b.has(key)));
}
