import type { DataFrame } from '@grafana/data';
import type { ObjectiveLineage } from '../evaluation/results';
import type { LineageAsset } from '../sources/contract';
import { flagField, idField, numberField, textField } from './fields';
import { frameMeta } from './frameMeta';
import { namesInWords } from './namesInWords';
import { LINEAGE_STATE_WORDS, PROVENANCE_WORDS, provenanceOf, type Provenance } from './provenance';
import { counts, fineShare } from './units';
import { frameOf } from './grafana';

/** Names of the fields of a lineage as a table, which dashboards build on. */
export const LINEAGE_FIELDS = {
  asset: 'Asset',
  provenance: 'Provenance',
  unstableSources: 'Unstable sources',
  derivesFrom: 'Derives from',
  mayBeMore: 'May be more',
  freshness: 'Freshness',
  reliability: 'Reliability',
  good: 'Good',
  bad: 'Bad',
  group: 'Group',
  kinds: 'Kinds',
  objective: 'Objective',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

const WORST_FIRST: Record<Provenance, number> = { unstable: 0, unresolved: 1, stable: 2 };

/**
 * One row per asset that the query is about: upstream the objective's own, each with what it derives from; downstream those that
 * derive from them. What derives from unstable sources comes first, from the most of them at the top.
 */
export function lineageTableFrame(refId: string, found: readonly ObjectiveLineage[]): DataFrame {
  const rows = found.flatMap(({ objective, direction, assets }) =>
    assets
      .filter(({ selected, state }) => (direction === 'upstream' ? selected : !selected && state !== 'unresolved'))
      .sort(unstableFirst)
      .map((asset) => ({ objective, asset }))
  );
  const text = (name: string, description: string, read: (asset: LineageAsset) => string | null) =>
    textField(
      name,
      description,
      rows.map(({ asset }) => read(asset))
    );
  const number = (
    name: string,
    format: Parameters<typeof numberField>[1],
    description: string,
    read: (asset: LineageAsset) => number | null
  ) =>
    numberField(
      name,
      format,
      description,
      rows.map(({ asset }) => read(asset))
    );
  return frameOf({
    refId,
    name: 'Lineage',
    meta: frameMeta({ preferred: 'table' }, found),
    fields: [
      text(LINEAGE_FIELDS.asset, 'Key of the asset.', ({ asset }) => asset),
      text(
        LINEAGE_FIELDS.provenance,
        'unstable, unresolved (part of its lineage is unknown) or stable.',
        (asset) => PROVENANCE_WORDS[provenanceOf(asset)]
      ),
      number(
        LINEAGE_FIELDS.unstableSources,
        counts,
        'How many known unstable sources it derives from.',
        ({ unstableSources }) => unstableSources.length
      ),
      text(
        LINEAGE_FIELDS.derivesFrom,
        'The unstable sources that it derives from, directly or not.',
        ({ unstableSources }) => namesInWords(unstableSources) || null
      ),
      flagField(
        LINEAGE_FIELDS.mayBeMore,
        'Whether something unresolved lies upstream, so that there may be more of them.',
        rows.map(({ asset }) => asset.beyondUnresolved)
      ),
      text(LINEAGE_FIELDS.freshness, 'fresh, stale or not judged.', ({ state }) => LINEAGE_STATE_WORDS[state]),
      number(
        LINEAGE_FIELDS.reliability,
        fineShare(1),
        'Good events / all events of its processes in the window.',
        ({ reliability }) =>
          reliability && reliability.good + reliability.bad > 0
            ? reliability.good / (reliability.good + reliability.bad)
            : null
      ),
      number(
        LINEAGE_FIELDS.good,
        counts,
        'Good events of its processes.',
        ({ reliability }) => reliability?.good ?? null
      ),
      number(LINEAGE_FIELDS.bad, counts, 'Bad events of its processes.', ({ reliability }) => reliability?.bad ?? null),
      text(LINEAGE_FIELDS.group, 'Its group.', ({ group }) => group ?? null),
      text(LINEAGE_FIELDS.kinds, 'Its kinds.', ({ kinds }) => kinds.join(', ') || null),
      textField(
        LINEAGE_FIELDS.objective,
        'Name of the objective.',
        rows.map(({ objective }) => objective.displayName)
      ),
      idField(
        LINEAGE_FIELDS.link,
        'The asset in its upstream, for links.',
        rows.map(({ asset }) => asset.url ?? null)
      ),
      idField(
        LINEAGE_FIELDS.objectiveId,
        'Id of the objective, for links and variables.',
        rows.map(({ objective }) => objective.id)
      ),
    ],
  });
}

function unstableFirst(a: LineageAsset, b: LineageAsset): number {
  return (
    WORST_FIRST[provenanceOf(a)] - WORST_FIRST[provenanceOf(b)] ||
    b.unstableSources.length - a.unstableSources.length ||
    (a.asset < b.asset ? -1 : 1)
  );
}
