import type { Graph } from './readGraph';

/** A place: which layer, counted from the left, and how far down in units that are pixels at scale 1. */
interface Place {
  layer: number;
  y: number;
}

/** Where everything is, sources to the left. */
export interface Layout {
  nodes: Map<string, Place>;
  /** By edge id: from the source's place over bends to the target's. */
  edges: Map<string, Place[]>;
  layers: number;
  height: number;
}

/** Where a long edge passes a layer it needs less room than a node. */
const BEND_SHARE = 0.4;
const SWEEPS = 12;

/** A node, or the bend of a long edge, in its layer. */
interface Slot {
  id: string;
  room: number;
  before: Slot[];
  after: Slot[];
  y: number;
}

/**
 * A layered drawing: every asset right of all that it derives from. Edges over several layers bend in each of them, so that they
 * pass between nodes; layers are ordered by the mean place of their neighbours until few edges cross.
 */
export function layOut({ nodes, edges }: Pick<Graph, 'nodes' | 'edges'>, nodeRoom: number): Layout {
  const layerOf = layersOf(
    nodes.map(({ id }) => id),
    edges
  );
  const layers: Slot[][] = [];
  const place = (id: string, layer: number, room: number): Slot => {
    const slot = { id, room, before: [], after: [], y: 0 };
    (layers[layer] ??= []).push(slot);
    return slot;
  };
  const slots = new Map(nodes.map(({ id }) => [id, place(id, layerOf.get(id) ?? 0, nodeRoom)]));
  const routes = edges.map(({ id, source, target }) => {
    const [from, to] = [layerOf.get(source) ?? 0, layerOf.get(target) ?? 0];
    const bends = Array.from({ length: Math.max(0, to - from - 1) }, (_, step) =>
      place(`${id} ${step}`, from + step + 1, nodeRoom * BEND_SHARE)
    );
    const route = [slots.get(source), ...bends, slots.get(target)].filter((slot) => slot !== undefined);
    if (from < to) {
      route.slice(1).forEach((slot, index) => join(route[index], slot));
    }
    return { id, route, from, to };
  });
  for (let layer = 0; layer < layers.length; layer++) {
    layers[layer] ??= [];
  }
  order(layers);
  const height = align(layers);
  return {
    nodes: new Map([...slots].map(([id, { y }]) => [id, { layer: layerOf.get(id) ?? 0, y }])),
    edges: new Map(
      routes.map(({ id, route, from, to }) => [
        id,
        route.map(({ y }, index) => ({ layer: index === route.length - 1 ? to : from + index, y })),
      ])
    ),
    layers: layers.length,
    height,
  };
}

/** The longest path from a source; a source itself comes directly before what first needs it. */
function layersOf(ids: readonly string[], edges: Graph['edges']): Map<string, number> {
  const after = new Map<string, string[]>(ids.map((id) => [id, []]));
  const waiting = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const { source, target } of edges) {
    after.get(source)?.push(target);
    waiting.set(target, (waiting.get(target) ?? 0) + 1);
  }
  const layers = new Map<string, number>();
  const ready = ids.filter((id) => waiting.get(id) === 0);
  const roots = new Set(ready);
  const left = new Set(ids);
  while (left.size > 0) {
    // In a cycle nothing is ever ready: it is opened at its first node.
    const [id] = ready.length > 0 ? ready.splice(0, 1) : left;
    if (!left.delete(id)) {
      continue;
    }
    const layer = layers.get(id) ?? 0;
    layers.set(id, layer);
    for (const next of after.get(id) ?? []) {
      if (left.has(next)) {
        layers.set(next, Math.max(layers.get(next) ?? 0, layer + 1));
        const rest = (waiting.get(next) ?? 1) - 1;
        waiting.set(next, rest);
        if (rest === 0) {
          ready.push(next);
        }
      }
    }
  }
  for (const id of roots) {
    const nearest = Math.min(...(after.get(id) ?? []).map((next) => layers.get(next) ?? 0));
    if (Number.isFinite(nearest)) {
      layers.set(id, Math.max(0, nearest - 1));
    }
  }
  return layers;
}

function join(from: Slot, to: Slot): void {
  from.after.push(to);
  to.before.push(from);
}

/** Sweeps over the layers, each ordered by the mean place of its neighbours on the side that was ordered before. */
function order(layers: Slot[][]): void {
  layers.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const layer of forward ? layers : [...layers].reverse()) {
      const wanted = new Map(layer.map((slot) => [slot, mean(forward ? slot.before : slot.after) ?? slot.y]));
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      number(layer);
    }
  }
}

function number(layer: Slot[]): void {
  layer.forEach((slot, index) => {
    slot.y = layer.length === 1 ? 0.5 : index / (layer.length - 1);
  });
}

/** Gives every slot room, and draws neighbours level with each other where there is. Answers the height. */
function align(layers: Slot[][]): number {
  for (const layer of layers) {
    stack(layer, () => 0);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const layer of forward ? layers : [...layers].reverse()) {
      const wanted = new Map(layer.map((slot) => [slot, mean(forward ? slot.before : slot.after) ?? slot.y]));
      stack(layer, (slot) => wanted.get(slot) ?? 0);
    }
  }
  return closeGaps(layers.flat());
}

/** Parts of a graph that nothing connects drift apart: what lies empty across all layers is taken out. Answers the height. */
function closeGaps(slots: Slot[]): number {
  const downwards = [...slots].sort((a, b) => a.y - b.y);
  const widest = Math.max(0, ...slots.map(({ room }) => room));
  let before = downwards[0]?.y ?? 0;
  let at = 0;
  for (const slot of downwards) {
    at += Math.min(slot.y - before, widest);
    before = slot.y;
    slot.y = at;
  }
  return at;
}

/** In their order, never closer than they have room, and in the mean where they are wanted. */
function stack(layer: Slot[], wantedOf: (slot: Slot) => number): void {
  const wanted = layer.map(wantedOf);
  layer.forEach((slot, index) => {
    const before = layer[index - 1];
    const least = before ? before.y + (before.room + slot.room) / 2 : -Infinity;
    slot.y = Math.max(wanted[index], least);
  });
  const shift = layer.reduce((sum, { y }, index) => sum + y - wanted[index], 0) / (layer.length || 1);
  layer.forEach((slot) => (slot.y -= shift));
}

function mean(slots: readonly Slot[]): number | undefined {
  return slots.length === 0 ? undefined : slots.reduce((sum, { y }) => sum + y, 0) / slots.length;
}
