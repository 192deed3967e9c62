import type { DataFrame } from '@grafana/data';
import type { ObjectivePartitions } from '../evaluation/results';
import type { AssetPartitions } from '../sources/contract';
import { idField, numberField, textField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { linkToUpstream } from '../frames/linkToUpstream';
import { sliDecimals } from '../frames/sliDecimals';
import { counts, fineShare } from '../frames/units';
import { pendingPartitions } from '../evaluation/evaluatePartitions';
import { defineQuery, evaluateEach } from './defineQuery';
import { frameOf } from '../frames/grafana';

/** Names of the `partitions` frame's fields, which dashboards build on. */
export const PARTITIONS_FIELDS = {
  asset: 'Asset',
  share: 'Share',
  materialized: 'Materialized',
  total: 'Total',
  missing: 'Missing',
  withinGrace: 'Within grace',
  failed: 'Failed',
  materializing: 'Materializing',
  missingPartitions: 'Missing partitions',
  belowTarget: 'Below target',
  objective: 'Objective',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

export const partitionsQuery = defineQuery<ObjectivePartitions[]>({
  label: 'Partitions',
  help: 'One row per partitioned asset: share materialized, which partitions are missing, failed or under way.',
  options: [],
  fields: PARTITIONS_FIELDS,
  inWords: ({ whose }) => `Partitions of the assets of ${whose}, as a table of now.`,
  evaluate: async (run, show, signal) => {
    await evaluateEach(
      run.objectives,
      pendingPartitions,
      (one) => run.evaluate('partitions', one, { nowMs: run.nowMs }, signal),
      show
    );
  },
  frames: (refId, found) => [partitionsFrame(refId, found)],
});

/** One row per partitioned asset, the worst first. It declares no kind of the data-plane contract: texts and numbers. */
export function partitionsFrame(refId: string, found: readonly ObjectivePartitions[]): DataFrame {
  const rows = found.flatMap(({ objective, assets }) =>
    [...assets].sort(worstFirst).map((asset) => ({ objective, asset }))
  );
  const text = (name: string, description: string, read: (asset: AssetPartitions) => string | null) =>
    textField(
      name,
      description,
      rows.map(({ asset }) => read(asset))
    );
  const count = (name: string, description: string, read: (asset: AssetPartitions) => number) =>
    numberField(
      name,
      counts,
      description,
      rows.map(({ asset }) => read(asset))
    );
  return frameOf({
    refId,
    name: 'Partitions',
    meta: frameMeta({ preferred: 'table' }, found),
    fields: [
      linkToUpstream(
        text(PARTITIONS_FIELDS.asset, 'Key of the asset.', ({ asset }) => asset),
        rows.map(({ objective, asset: { url } }) => ({ objective, url }))
      ),
      numberField(
        PARTITIONS_FIELDS.share,
        fineShare(sliDecimals(rows.map(({ objective }) => objective.target))),
        'Materialized partitions / partitions, those within grace left out; empty where none is due.',
        rows.map(({ asset }) => shareOf(asset))
      ),
      count(
        PARTITIONS_FIELDS.materialized,
        'Materialized at least once, whatever the outcome of later runs.',
        ({ materialized }) => materialized
      ),
      count(PARTITIONS_FIELDS.total, 'All partitions.', ({ total }) => total),
      count(PARTITIONS_FIELDS.missing, 'Never materialized, and overdue.', ({ missing }) => missing),
      count(
        PARTITIONS_FIELDS.withinGrace,
        'Not materialized yet, and not overdue: neither good nor bad.',
        ({ withinGrace }) => withinGrace
      ),
      count(
        PARTITIONS_FIELDS.failed,
        'Those whose last attempt failed, whether or not an earlier one materialized them.',
        ({ failed }) => failed
      ),
      count(
        PARTITIONS_FIELDS.materializing,
        'Those with a run in progress, materialized before or not.',
        ({ materializing }) => materializing
      ),
      text(
        PARTITIONS_FIELDS.missingPartitions,
        'Keys of the missing ones, newest first, consecutive ones as ranges; empty if none is missing.',
        ({ missingInWords }) => missingInWords || null
      ),
      text(PARTITIONS_FIELDS.belowTarget, 'Whether it misses the target by itself: yes or no.', ({ belowTarget }) =>
        belowTarget ? 'yes' : 'no'
      ),
      textField(
        PARTITIONS_FIELDS.objective,
        'Name of the objective.',
        rows.map(({ objective }) => objective.displayName)
      ),
      idField(
        PARTITIONS_FIELDS.link,
        'The asset in its upstream, for links.',
        rows.map(({ asset }) => asset.url ?? null)
      ),
      idField(
        PARTITIONS_FIELDS.objectiveId,
        'Id of the objective, for links and variables.',
        rows.map(({ objective }) => objective.id)
      ),
    ],
  });
}

/** Null where nothing is due. */
function shareOf({ materialized, missing }: AssetPartitions): number | null {
  return materialized + missing > 0 ? materialized / (materialized + missing) : null;
}

/** The lowest share first, then what misses most; what nothing is due of comes last. */
function worstFirst(a: AssetPartitions, b: AssetPartitions): number {
  return (
    (shareOf(a) ?? Infinity) - (shareOf(b) ?? Infinity) ||
    b.missing - a.missing ||
    (a.asset < b.asset ? -1 : Number(a.asset > b.asset))
  );
}
