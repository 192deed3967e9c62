import { LINEAGE_COLOURS } from '../frames/colours';
import { fieldNamed, rowOf } from '../frames/dataPlane.testing';
import { lineage, lineageAsset } from '../frames/lineage.testing';
import { lineageFrames } from './lineage';
import { lineageLayout } from './lineageLayout';
import { failureOf, pointInTimeObjective } from '../frames/results.testing';

const [nodes, edges] = lineageFrames('A', [lineage()]);
const nodeOf = (id: string) => rowOf(nodes, fieldNamed(nodes, 'id').values.indexOf(id));
const ARCS = nodes.fields.filter(({ name }) => name.startsWith('arc__'));

describe('the graph of a lineage', () => {
  it('says where each node is drawn', () => {
    const { assets, edges: links } = lineage();
    const places = lineageLayout({ assets, edges: links });
    const [placed] = lineageFrames('A', [lineage()], places);
    for (const { asset, x, y } of places) {
      expect(rowOf(placed, fieldNamed(placed, 'id').values.indexOf(asset))).toMatchObject({ fixedx: x, fixedy: y });
    }
    expect(places).toHaveLength(assets.length);
  });

  it('is a frame of nodes and a frame of edges that the node graph panel recognises', () => {
    expect([nodes, edges].map(({ name, meta }) => [name, meta?.preferredVisualisationType])).toEqual([
      ['nodes', 'nodeGraph'],
      ['edges', 'nodeGraph'],
    ]);
    const ids = new Set(fieldNamed(nodes, 'id').values);
    for (const end of ['source', 'target']) {
      expect(fieldNamed(edges, end).values.every((id) => ids.has(id))).toBe(true);
    }
  });

  it('says of each node whether it is fresh, how reliable it is, and what is behind it', () => {
    expect(nodeOf('mart')).toMatchObject({
      title: 'mart',
      subtitle: 'from 1 or more unstable sources',
      mainstat: 'fresh',
      secondarystat: '75.0%',
      arc__fresh: 0.75,
      arc__failed: 0.25,
      detail__provenance: 'unstable',
      detail__derives_from: 'shaky',
      detail__events: '3 good, 1 bad',
    });
    expect(nodeOf('model')).toMatchObject({ mainstat: 'stale', secondarystat: null, arc__stale: 1, arc__failed: 0 });
    expect(nodeOf('shaky')).toMatchObject({ subtitle: 'unstable source', detail__derives_from: null });
    expect(nodeOf('border')).toMatchObject({ mainstat: 'unresolved', arc__unresolved: 1, secondarystat: null });
  });

  it('fills every ring, in colours of its own', () => {
    nodes.fields[0].values.forEach((_, index) => {
      expect(ARCS.reduce((sum, { values }) => sum + values[index], 0)).toBeCloseTo(1);
    });
    const colours = ARCS.map(({ config }) => config.color?.fixedColor);
    expect(new Set(colours).size).toBe(ARCS.length);
  });

  it('names rings and details itself, as the node graph panel takes no name from a dashboard', () => {
    const shown = nodes.fields
      .filter(({ name }) => /^(arc|detail)__/.test(name))
      .map(({ config }) => config.displayName);
    expect(shown).toEqual([
      'fresh',
      'stale',
      'not judged',
      'unresolved',
      'share that failed',
      'Provenance',
      'Derives from unstable',
      'Events',
      'Group',
      'Kinds',
    ]);
  });

  it('draws the path of unstable data in its colour, and broken borders as dashes', () => {
    const edgeOf = (id: string) => rowOf(edges, fieldNamed(edges, 'id').values.indexOf(id));
    expect(edgeOf('shaky → model')).toMatchObject({
      color: LINEAGE_COLOURS.unstable,
      thickness: 2,
      mainstat: 'unstable',
    });
    expect(edgeOf('model → mart')).toMatchObject({ color: LINEAGE_COLOURS.unstable, strokedasharray: null });
    expect(edgeOf('border → model')).toMatchObject({ color: LINEAGE_COLOURS.unresolved, strokedasharray: '6 4' });
  });

  it('shows what the objective holds larger', () => {
    expect(nodeOf('mart').noderadius).toBeGreaterThan(Number(nodeOf('shaky').noderadius));
  });

  it('never calls 99.96 % a hundred', () => {
    const assets = [lineageAsset('a', { reliability: { good: 9996, bad: 4 } })];
    const [frame] = lineageFrames('A', [lineage({ assets, edges: [] })]);
    expect(fieldNamed(frame, 'secondarystat').values).toEqual(['99.9%']);
  });

  it('links to the upstream only where it has pages', () => {
    expect(fieldNamed(nodes, 'id').config.links).toHaveLength(1);
    const [frame] = lineageFrames('A', [lineage({ assets: [lineageAsset('a')], edges: [] })]);
    expect(fieldNamed(frame, 'id').config.links).toBeUndefined();
  });

  it('holds an asset of several objectives once', () => {
    const other = lineage({ objective: pointInTimeObjective({ id: 'other' }) });
    const [both, bothEdges] = lineageFrames('A', [lineage(), other]);
    expect([both.length, bothEdges.length]).toEqual([nodes.length, edges.length]);
    expect(both.meta?.notices).toEqual([]);
  });

  it('says what failed', () => {
    const objective = pointInTimeObjective();
    const failed = { ...lineage({ assets: [], edges: [] }), error: failureOf(objective) };
    expect(lineageFrames('A', [failed])[0].meta?.notices?.[0].severity).toBe('error');
  });
});

describe('the graph of a large lineage', () => {
  /** A selected asset, from which 1,000 others derive in a chain; beside each of them one that is unstable. */
  const chain = Array.from({ length: 1000 }, (_, index) => `m${index}`);
  const assets = [
    lineageAsset('start', { selected: true }),
    ...chain.map((key) => lineageAsset(key)),
    ...chain.map((key) => lineageAsset(`z-${key}`, { unstableSources: ['u'] })),
  ];
  const links = chain.flatMap((key, index) => {
    const from = index === 0 ? 'start' : chain[index - 1];
    return [
      { from, to: key },
      { from, to: `z-${key}` },
    ];
  });
  const [drawn, drawnEdges] = lineageFrames('A', [lineage({ assets, edges: links })]);

  it('draws what is nearest to the selected assets, and says how many are left out', () => {
    const ids = fieldNamed(drawn, 'id').values;
    expect(ids).toHaveLength(250);
    expect(ids.slice(0, 5)).toEqual(['start', 'z-m0', 'm0', 'z-m1', 'm1']);
    expect(drawn.meta?.notices).toEqual([
      { severity: 'info', text: expect.stringMatching(/^250 of 2001 assets are drawn.*1751 are left out.*table/) },
    ]);
  });

  it('draws no edge into nowhere', () => {
    const ids = new Set(fieldNamed(drawn, 'id').values);
    expect(drawnEdges.length).toBe(249);
    expect(fieldNamed(drawnEdges, 'target').values.every((id) => ids.has(id))).toBe(true);
  });
});
