import type { DataFrame, Field, LinkModel } from '@grafana/data';

/** What the fields of a node graph's frames say, by the names that Grafana's panel looks for. */
export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** What the colours of rings mean. */
  legend: Array<{ name: string; color: string }>;
}

export interface GraphNode {
  id: string;
  title: string;
  subtitle: string;
  mainStat: string;
  secondaryStat: string;
  /** Shares of the ring, from the top clockwise. */
  arcs: Array<{ share: number; color: string }>;
  radius: number;
  /** Where it is drawn; nodes without a place are all drawn at one. */
  x: number;
  y: number;
  details: Array<{ name: string; text: string }>;
  links: LinkModel[];
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  color: string | undefined;
  thickness: number;
  dashes: string | undefined;
}

/** The size of a node that states none, as Grafana's. */
const USUAL_RADIUS = 40;

/** Of frames in any order; edges of which an end is no node are left out. */
export function readGraph(frames: readonly DataFrame[]): Graph {
  const nodeFrame = frames.find((frame) => fieldOf(frame, 'id') && !isOfEdges(frame));
  const nodes = nodeFrame ? readNodes(nodeFrame) : [];
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = frames.filter(isOfEdges).flatMap(readEdges);
  const arcs = nodeFrame ? startingWith(nodeFrame, 'arc__') : [];
  return {
    nodes,
    edges: edges.filter(({ source, target }) => ids.has(source) && ids.has(target) && source !== target),
    legend: arcs
      .filter(({ values }) => values.some((value) => value > 0))
      .map((field) => ({ name: nameOf(field, 'arc__'), color: colorOf(field) })),
  };
}

function readNodes(frame: DataFrame): GraphNode[] {
  const arcs = startingWith(frame, 'arc__');
  const details = startingWith(frame, 'detail__');
  const texts = reader(frame);
  return Array.from({ length: frame.length }, (_, index) => ({
    id: texts('id', index),
    title: texts('title', index) || texts('id', index),
    subtitle: texts('subtitle', index),
    mainStat: texts('mainstat', index),
    secondaryStat: texts('secondarystat', index),
    arcs: arcs.map((field) => ({ share: Number(field.values[index]) || 0, color: colorOf(field) })),
    radius: Number(fieldOf(frame, 'noderadius')?.values[index]) || USUAL_RADIUS,
    x: Number(fieldOf(frame, 'fixedx')?.values[index]) || 0,
    y: Number(fieldOf(frame, 'fixedy')?.values[index]) || 0,
    details: details
      .map((field) => ({ name: nameOf(field, 'detail__'), text: textOf(field, index) }))
      .filter(({ text }) => text !== ''),
    links: frame.fields.flatMap((field) => field.getLinks?.({ valueRowIndex: index }) ?? []),
  }));
}

function readEdges(frame: DataFrame): GraphEdge[] {
  const texts = reader(frame);
  return Array.from({ length: frame.length }, (_, index) => ({
    id: texts('id', index),
    source: texts('source', index),
    target: texts('target', index),
    color: texts('color', index) || undefined,
    thickness: Number(fieldOf(frame, 'thickness')?.values[index]) || 1,
    dashes: texts('strokedasharray', index) || undefined,
  }));
}

function isOfEdges(frame: DataFrame): boolean {
  return fieldOf(frame, 'source') !== undefined && fieldOf(frame, 'target') !== undefined;
}

function reader(frame: DataFrame) {
  return (name: string, index: number) => {
    const field = fieldOf(frame, name);
    return field ? textOf(field, index) : '';
  };
}

function textOf({ values }: Field, index: number): string {
  const value: unknown = values[index];
  return value === null || value === undefined ? '' : String(value);
}

function fieldOf({ fields }: DataFrame, name: string): Field | undefined {
  return fields.find((field) => field.name.toLowerCase() === name);
}

function startingWith({ fields }: DataFrame, prefix: string): Field[] {
  return fields.filter(({ name }) => name.startsWith(prefix));
}

function nameOf({ name, config }: Field, prefix: string): string {
  return config.displayName ?? name.slice(prefix.length);
}

function colorOf({ config }: Field): string {
  return config.color?.fixedColor ?? 'gray';
}
