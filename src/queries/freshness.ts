import type { DataFrame } from '@grafana/data';
import type { ObjectiveAssets } from '../evaluation/results';
import type { AssetFreshness } from '../sources/contract';
import { idField, numberField, textField, timeField, inSeconds } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { linkToUpstream } from '../frames/linkToUpstream';
import { SECONDS } from '../frames/units';
import { pendingAssets } from '../evaluation/evaluateFreshness';
import { defineQuery, evaluateEach } from './defineQuery';
import { frameOf } from '../frames/grafana';

/** Names of the `freshness` frame's fields, which dashboards build on. */
export const FRESHNESS_FIELDS = {
  asset: 'Asset',
  state: 'State',
  decidedBy: 'Decided by',
  staleSince: 'Stale since',
  lastMaterialization: 'Last materialization',
  age: 'Age',
  interval: 'Interval',
  intervalFrom: 'Interval from',
  checks: 'Checks',
  owners: 'Owners',
  objective: 'Objective',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

export const freshnessQuery = defineQuery<ObjectiveAssets[]>({
  label: 'Freshness',
  help: 'One row per asset: fresh or stale since when, what decided, last materialization, checks and owners.',
  options: [],
  fields: FRESHNESS_FIELDS,
  inWords: ({ whose }) => `Freshness of the assets of ${whose}, as a table of now.`,
  evaluate: async (run, show, signal) => {
    await evaluateEach(
      run.objectives,
      pendingAssets,
      (one) => run.evaluate('freshness', one, { nowMs: run.nowMs }, signal),
      show
    );
  },
  frames: (refId, found) => [freshnessFrame(refId, found)],
});

/** One row per asset, the stale ones first. It declares no kind of the data-plane contract: texts, numbers and instants. */
export function freshnessFrame(refId: string, found: readonly ObjectiveAssets[]): DataFrame {
  const rows = found.flatMap(({ objective, assets }) =>
    [...assets].sort(staleFirst).map((asset) => ({ objective, asset }))
  );
  const text = (name: string, description: string, read: (asset: AssetFreshness) => string | null) =>
    textField(
      name,
      description,
      rows.map(({ asset }) => read(asset))
    );
  return frameOf({
    refId,
    name: 'Freshness',
    meta: frameMeta({ preferred: 'table' }, found),
    fields: [
      linkToUpstream(
        text(FRESHNESS_FIELDS.asset, 'Key of the asset.', ({ asset }) => asset),
        rows.map(({ objective, asset: { url } }) => ({ objective, url }))
      ),
      text(FRESHNESS_FIELDS.state, 'fresh or stale.', ({ fresh }) => (fresh ? 'fresh' : 'stale')),
      text(
        FRESHNESS_FIELDS.decidedBy,
        'The rule that decided: materialized or audits, never materialized or stale.',
        ({ decidedBy }) => decidedBy
      ),
      timeField(
        FRESHNESS_FIELDS.staleSince,
        'Since when it has been stale; empty while fresh, and for what was never materialized.',
        rows.map(({ asset }) => asset.staleSinceMs)
      ),
      timeField(
        FRESHNESS_FIELDS.lastMaterialization,
        'Its last materialization; empty if there was none.',
        rows.map(({ asset }) => asset.lastMaterializationMs)
      ),
      numberField(
        FRESHNESS_FIELDS.age,
        SECONDS,
        'Since the last materialization.',
        rows.map(({ asset }) => inSeconds(asset.ageMs))
      ),
      numberField(
        FRESHNESS_FIELDS.interval,
        SECONDS,
        'How long a materialization keeps it fresh; at most, if it has deadlines.',
        rows.map(({ asset }) => inSeconds(asset.intervalMs))
      ),
      text(
        FRESHNESS_FIELDS.intervalFrom,
        'Where the interval comes from: a policy of the asset, the catalogue’s override or its default.',
        ({ intervalFrom }) => intervalFrom
      ),
      text(FRESHNESS_FIELDS.checks, 'Its data audits with their last results; empty without any.', ({ checks }) =>
        checks.length === 0 ? null : checks.map(({ name, result }) => `${name}: ${result}`).join(', ')
      ),
      text(FRESHNESS_FIELDS.owners, 'Owners of the asset.', ({ owners }) => owners.join(', ') || null),
      textField(
        FRESHNESS_FIELDS.objective,
        'Name of the objective.',
        rows.map(({ objective }) => objective.displayName)
      ),
      idField(
        FRESHNESS_FIELDS.link,
        'The asset in its upstream, for links.',
        rows.map(({ asset }) => asset.url ?? null)
      ),
      idField(
        FRESHNESS_FIELDS.objectiveId,
        'Id of the objective, for links and variables.',
        rows.map(({ objective }) => objective.id)
      ),
    ],
  });
}

/** Stale before fresh; among the stale the never materialized, then the longest stale. */
function staleFirst(a: AssetFreshness, b: AssetFreshness): number {
  return (
    Number(a.fresh) - Number(b.fresh) ||
    (a.staleSinceMs ?? 0) - (b.staleSinceMs ?? 0) ||
    (a.asset < b.asset ? -1 : Number(a.asset > b.asset))
  );
}
