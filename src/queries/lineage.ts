import type { DataFrame, DataLink, Field } from '@grafana/data';
import { pendingLineage, type ObjectiveLineage } from '../evaluation/results';
import type { LineageAnswer as Lineage, LineageAsset } from '../sources/contract';
import { LINEAGE_COLOURS } from '../frames/colours';
import { drawnLineage } from '../frames/drawnLineage';
import { idField, numberField, textField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { mergedLineage } from '../frames/mergedLineage';
import { namesInWords } from '../frames/namesInWords';
import { LINEAGE_STATE_WORDS, markOf, PROVENANCE_WORDS, provenanceOf } from '../frames/provenance';
import { PLACE, SHARE } from '../frames/units';
import { LINEAGE_FIELDS, lineageTableFrame } from '../frames/lineageTableFrame';
import type { LineagePlace, lineageLayout } from './lineageLayout';
import type { LineageForm } from './query';
import { lineageOptions } from './lineageOptions';
import { defineQuery, evaluateEach, momentOf } from './defineQuery';
import { frameOf } from '../frames/grafana';

/** Names of the nodes' fields of a lineage; Grafana's node graph panel looks for them. */
export const LINEAGE_NODE_FIELDS = {
  id: 'id',
  title: 'title',
  subtitle: 'subtitle',
  freshness: 'mainstat',
  reliability: 'secondarystat',
  fresh: 'arc__fresh',
  stale: 'arc__stale',
  notMaterializable: 'arc__not_judged',
  unresolved: 'arc__unresolved',
  failed: 'arc__failed',
  radius: 'noderadius',
  x: 'fixedx',
  y: 'fixedy',
  provenance: 'detail__provenance',
  derivesFrom: 'detail__derives_from',
  events: 'detail__events',
  group: 'detail__group',
  kinds: 'detail__kinds',
  link: 'link',
} as const;

/** Names of the edges' fields of a lineage; Grafana's node graph panel looks for them. */
export const LINEAGE_EDGE_FIELDS = {
  id: 'id',
  source: 'source',
  target: 'target',
  provenance: 'mainstat',
  color: 'color',
  thickness: 'thickness',
  dashes: 'strokedasharray',
} as const;

export interface LineageAnswer {
  form: LineageForm;
  lineages: ObjectiveLineage[];
  /** Of the graph's assets; none for a table. */
  places: LineagePlace[];
}

export const lineageQuery = defineQuery<LineageAnswer>({
  label: 'Lineage',
  help: 'Where an objective’s assets come from, or what derives from them, with the unstable sources behind each. As a graph or a table.',
  options: ['window', 'direction', 'form'],
  // Of the table: the graph's frames have names that Grafana gives.
  fields: LINEAGE_FIELDS,
  inWords: ({ whose, over, options: { direction, form } }) => {
    const what =
      direction === 'downstream'
        ? `What derives from the assets of ${whose}`
        : `Where the assets of ${whose} come from`;
    return `${what}, with reliability ${over}, as a ${form === 'table' ? 'table' : 'graph'} of now.`;
  },
  evaluate: async (run, show, signal) => {
    const { direction, form } = lineageOptions(run.options);
    let layOut: typeof lineageLayout | undefined;
    await evaluateEach(
      run.objectives,
      (one) => pendingLineage(one, direction),
      async (one) => {
        const found = await run.evaluate('lineage', one, { ...momentOf(run), direction }, signal);
        // A chunk of its own: few panels draw a graph.
        layOut ??= form === 'graph' ? (await import('./lineageLayout')).lineageLayout : undefined;
        return found;
      },
      (lineages) => show({ form, lineages, places: layOut?.(drawnOf(lineages)) ?? [] })
    );
  },
  frames: (refId, { form, lineages, places }) =>
    form === 'table' ? [lineageTableFrame(refId, lineages)] : lineageFrames(refId, lineages, places),
});

/** More than this cannot be read, and a layout of it stops the page. */
const MOST_NODES = 250;

/** Rings have room for two short words; what the objective does not hold itself is smaller. */
const SELECTED_RADIUS = 32;
const OTHER_RADIUS = 29;

const UNRESOLVED_DASHES = '6 4';

/**
 * The lineage as Grafana's node graph panel takes it: a frame of nodes and a frame of edges. The ring of a node has the
 * colour of its freshness, and that of failures for the share of its events that failed.
 */
export function lineageFrames(
  refId: string,
  found: readonly ObjectiveLineage[],
  places: readonly LineagePlace[] = []
): DataFrame[] {
  const drawn = drawnOf(found);
  const meta = frameMeta({ preferred: 'nodeGraph' }, found);
  const notices = [...leftOutNotice(drawn.assets.length, drawn.leftOut), ...(meta.notices ?? [])];
  return [
    frameOf({ refId, name: 'nodes', meta: { ...meta, notices }, fields: nodeFields(drawn.assets, places) }),
    frameOf({ refId, name: 'edges', meta: { ...meta, notices: [] }, fields: edgeFields(drawn) }),
  ];
}

function drawnOf(found: readonly ObjectiveLineage[]): ReturnType<typeof drawnLineage> {
  return drawnLineage(mergedLineage(found), MOST_NODES);
}

function leftOutNotice(drawn: number, leftOut: number) {
  const text = `${drawn} of ${drawn + leftOut} assets are drawn, the selected ones and the nearest to them first; ${leftOut} are left out. The table form lists all.`;
  return leftOut > 0 ? [{ severity: 'info' as const, text }] : [];
}

function nodeFields(assets: readonly LineageAsset[], places: readonly LineagePlace[]): Field[] {
  const placeOf = new Map(places.map((place) => [place.asset, place]));
  const text = (name: string, description: string, read: (asset: LineageAsset) => string | null) =>
    textField(name, description, assets.map(read));
  const arc = (name: string, description: string, colour: keyof typeof LINEAGE_COLOURS) =>
    coloured(
      numberField(
        name,
        SHARE,
        description,
        assets.map((asset) => shareOfRing(asset, colour))
      ),
      LINEAGE_COLOURS[colour]
    );
  return [
    withLinks(
      text(LINEAGE_NODE_FIELDS.id, 'Key of the asset.', ({ asset }) => asset),
      assets
    ),
    shownAs(
      'Asset',
      text(LINEAGE_NODE_FIELDS.title, 'Key of the asset.', ({ asset }) => asset)
    ),
    shownAs(
      'Sources',
      text(LINEAGE_NODE_FIELDS.subtitle, 'What its lineage says of unstable or unresolved sources.', markOf)
    ),
    shownAs(
      'Freshness',
      text(
        LINEAGE_NODE_FIELDS.freshness,
        'fresh, stale, not judged or unresolved.',
        ({ state }) => LINEAGE_STATE_WORDS[state]
      )
    ),
    shownAs(
      'Reliability',
      text(LINEAGE_NODE_FIELDS.reliability, 'Good events / all events of its processes.', ({ reliability }) =>
        reliability === null ? null : percent(1 - failedShare(reliability))
      )
    ),
    shownAs('fresh', arc(LINEAGE_NODE_FIELDS.fresh, 'Ring of a fresh asset.', 'fresh')),
    shownAs('stale', arc(LINEAGE_NODE_FIELDS.stale, 'Ring of a stale asset.', 'stale')),
    shownAs(
      'not judged',
      arc(LINEAGE_NODE_FIELDS.notMaterializable, 'Ring of an asset that is not judged.', 'notMaterializable')
    ),
    shownAs(
      'unresolved',
      arc(LINEAGE_NODE_FIELDS.unresolved, 'Ring of what no loaded code location defines.', 'unresolved')
    ),
    shownAs('share that failed', arc(LINEAGE_NODE_FIELDS.failed, 'Share of failed events in the ring.', 'failed')),
    numberField(
      LINEAGE_NODE_FIELDS.radius,
      PLACE,
      'Larger if the asset is in the scope of the objective itself.',
      assets.map(({ selected }) => (selected ? SELECTED_RADIUS : OTHER_RADIUS))
    ),
    numberField(
      LINEAGE_NODE_FIELDS.x,
      PLACE,
      'Where it is drawn: sources at the left.',
      assets.map(({ asset }) => placeOf.get(asset)?.x ?? null)
    ),
    numberField(
      LINEAGE_NODE_FIELDS.y,
      PLACE,
      'Where it is drawn, downwards.',
      assets.map(({ asset }) => placeOf.get(asset)?.y ?? null)
    ),
    shownAs(
      'Provenance',
      text(
        LINEAGE_NODE_FIELDS.provenance,
        'unstable, unresolved or stable.',
        (asset) => PROVENANCE_WORDS[provenanceOf(asset)]
      )
    ),
    shownAs(
      'Derives from unstable',
      text(
        LINEAGE_NODE_FIELDS.derivesFrom,
        'The unstable sources that it derives from.',
        ({ unstableSources }) => namesInWords(unstableSources) || null
      )
    ),
    shownAs(
      'Events',
      text(LINEAGE_NODE_FIELDS.events, 'Good and bad events of its processes.', ({ reliability }) =>
        reliability === null ? null : `${reliability.good} good, ${reliability.bad} bad`
      )
    ),
    shownAs(
      'Group',
      text(LINEAGE_NODE_FIELDS.group, 'Its group.', ({ group }) => group ?? null)
    ),
    shownAs(
      'Kinds',
      text(LINEAGE_NODE_FIELDS.kinds, 'Its kinds.', ({ kinds }) => kinds.join(', ') || null)
    ),
    idField(
      LINEAGE_NODE_FIELDS.link,
      'The asset in its upstream, for links.',
      assets.map(({ url }) => url ?? null)
    ),
  ];
}

function edgeFields({ assets, edges }: Pick<Lineage, 'assets' | 'edges'>): Field[] {
  const byKey = new Map(assets.map((asset) => [asset.asset, asset]));
  const carried = edges.map(({ from }) => {
    const asset = byKey.get(from);
    return asset ? provenanceOf(asset) : 'stable';
  });
  const unresolved = edges.map(({ from }) => byKey.get(from)?.state === 'unresolved');
  return [
    textField(
      LINEAGE_EDGE_FIELDS.id,
      'Id of the edge.',
      edges.map(({ from, to }) => `${from} → ${to}`)
    ),
    textField(
      LINEAGE_EDGE_FIELDS.source,
      'The asset at its start.',
      edges.map(({ from }) => from)
    ),
    textField(
      LINEAGE_EDGE_FIELDS.target,
      'The asset at its end.',
      edges.map(({ to }) => to)
    ),
    textField(
      LINEAGE_EDGE_FIELDS.provenance,
      'Whether it carries unstable data.',
      carried.map((provenance) => (provenance === 'stable' ? null : PROVENANCE_WORDS[provenance]))
    ),
    textField(
      LINEAGE_EDGE_FIELDS.color,
      'Set where it carries unstable data, or comes from something unresolved.',
      edges.map((_, index) =>
        unresolved[index] ? LINEAGE_COLOURS.unresolved : carried[index] === 'unstable' ? LINEAGE_COLOURS.unstable : null
      )
    ),
    numberField(
      LINEAGE_EDGE_FIELDS.thickness,
      PLACE,
      'Thicker where it carries unstable data.',
      carried.map((provenance) => (provenance === 'unstable' ? 2 : 1))
    ),
    textField(
      LINEAGE_EDGE_FIELDS.dashes,
      'Set where it comes from something unresolved.',
      unresolved.map((isUnresolved) => (isUnresolved ? UNRESOLVED_DASHES : null))
    ),
  ];
}

/** The shares of a ring add up to 1: what failed, and the rest in the colour of the asset's freshness. */
function shareOfRing({ state, reliability }: LineageAsset, colour: keyof typeof LINEAGE_COLOURS): number {
  const failed = reliability === null ? 0 : failedShare(reliability);
  return colour === 'failed' ? failed : colour === state ? 1 - failed : 0;
}

function failedShare({ good, bad }: NonNullable<LineageAsset['reliability']>): number {
  return good + bad === 0 ? 0 : bad / (good + bad);
}

/** A node has room for few digits; what is not perfect never reads 100 %. */
function percent(share: number): string {
  const text = (share * 100).toFixed(1);
  return `${share < 1 && text === '100.0' ? '99.9' : text}%`;
}

function coloured(field: Field, fixedColor: string): Field {
  return { ...field, config: { ...field.config, color: { mode: 'fixed', fixedColor } } };
}

/** Set here against the custom, because the node graph panel takes no display name from a dashboard. */
function shownAs(displayName: string, field: Field): Field {
  return { ...field, config: { ...field.config, displayName } };
}

/** Where the upstream has pages for its assets. */
function withLinks(field: Field, assets: readonly LineageAsset[]): Field {
  const links: DataLink[] = [
    { title: 'Open the asset', url: `\${__data.fields["${LINEAGE_NODE_FIELDS.link}"]}`, targetBlank: true },
  ];
  return assets.some(({ url }) => url !== undefined) ? { ...field, config: { ...field.config, links } } : field;
}
