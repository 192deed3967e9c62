import type { DataFrame } from '@grafana/data';
import { pendingContributors, type ContributorRow, type ObjectiveContributors } from '../evaluation/results';
import { idField, numberField, textField, timeField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { linkToUpstream } from '../frames/linkToUpstream';
import { TOO_FEW_TO_TELL } from '../frames/stateWords';
import { counts, fineShare, SHARE } from '../frames/units';
import { defineQuery, evaluateEach, momentOf } from './defineQuery';
import { frameOf } from '../frames/grafana';

/** Names of the `contributors` frame's fields, which dashboards build on. */
export const CONTRIBUTORS_FIELDS = {
  objective: 'Objective',
  dimension: 'Dimension',
  contributor: 'Contributor',
  bad: 'Bad',
  total: 'Total',
  sli: 'SLI',
  shareOfBad: 'Share of bad events',
  budgetConsumed: 'Budget consumed',
  belowTarget: 'Below target',
  lastFailure: 'Last failure',
  message: 'Message',
  link: 'Link',
  objectiveId: 'Objective id',
  categoryId: 'Category id',
} as const;

export const contributorsQuery = defineQuery<ObjectiveContributors[]>({
  label: 'Contributors',
  help: 'One row per contributor of an objective: what spent the budget, by label value, asset, error code or user.',
  options: ['window'],
  fields: CONTRIBUTORS_FIELDS,
  inWords: ({ whose, over }) => `What spent the budget of ${whose} ${over}, as a table.`,
  evaluate: async (run, show, signal) => {
    await evaluateEach(
      run.objectives,
      pendingContributors,
      (one) => run.evaluate('contributors', one, momentOf(run), signal),
      show
    );
  },
  frames: (refId, found) => [contributorsFrame(refId, found)],
});

/** How a contributor's own share of failures reads. */
const BELOW_TARGET_WORDS: Record<NonNullable<ContributorRow['belowTarget']>, string> = {
  yes: 'yes',
  no: 'no',
  tooFewToTell: TOO_FEW_TO_TELL,
};

/**
 * One row per contributor of an objective, the largest first. It declares no kind of the data-plane contract, because it mixes
 * texts, numbers and instants.
 */
export function contributorsFrame(refId: string, found: readonly ObjectiveContributors[]): DataFrame {
  const rows = found.flatMap(({ objective, rows: ofObjective }) => ofObjective.map((row) => ({ objective, ...row })));
  return frameOf({
    refId,
    name: 'Contributors',
    meta: frameMeta({ preferred: 'table' }, found),
    fields: [
      textField(
        CONTRIBUTORS_FIELDS.objective,
        'Name of the objective.',
        rows.map(({ objective }) => objective.displayName)
      ),
      textField(
        CONTRIBUTORS_FIELDS.dimension,
        'Kind of contributor, such as an asset or an error code; shares add up within one kind.',
        rows.map(({ contributor }) => contributor.dimension ?? null)
      ),
      linkToUpstream(
        textField(
          CONTRIBUTORS_FIELDS.contributor,
          'What failed: a label’s value, an asset, an error code.',
          rows.map(({ contributor }) => contributor.name)
        ),
        rows.map(({ objective, contributor: { url } }) => ({ objective, url }))
      ),
      numberField(
        CONTRIBUTORS_FIELDS.bad,
        counts,
        'Its bad events in the window, or bad items now.',
        rows.map(({ contributor }) => contributor.bad)
      ),
      numberField(
        CONTRIBUTORS_FIELDS.total,
        counts,
        'All its events in the window; empty where only bad ones are broken down.',
        rows.map(({ contributor }) => contributor.total)
      ),
      numberField(
        CONTRIBUTORS_FIELDS.sli,
        fineShare(1),
        'Good events / all events of the contributor.',
        rows.map(({ contributor: { bad, total } }) => (total ? 1 - bad / total : null))
      ),
      numberField(
        CONTRIBUTORS_FIELDS.shareOfBad,
        SHARE,
        'Its bad events / all bad events of the objective.',
        rows.map(({ shareOfBad }) => shareOfBad)
      ),
      numberField(
        CONTRIBUTORS_FIELDS.budgetConsumed,
        SHARE,
        'Its bad events / the error budget in events; may exceed 100 %.',
        rows.map(({ budgetConsumed }) => budgetConsumed)
      ),
      textField(
        CONTRIBUTORS_FIELDS.belowTarget,
        `Whether it falls below the target by itself: ${Object.values(BELOW_TARGET_WORDS).join(', ')}.`,
        rows.map(({ belowTarget }) => (belowTarget === null ? null : BELOW_TARGET_WORDS[belowTarget]))
      ),
      timeField(
        CONTRIBUTORS_FIELDS.lastFailure,
        'Its last bad event; empty where the upstream does not know it.',
        rows.map(({ contributor }) => contributor.lastFailureMs ?? null)
      ),
      textField(
        CONTRIBUTORS_FIELDS.message,
        'Message of its last failure, from the upstream.',
        rows.map(({ contributor }) => contributor.message ?? null)
      ),
      idField(
        CONTRIBUTORS_FIELDS.link,
        'The contributor in its upstream, for links.',
        rows.map(({ contributor }) => contributor.url ?? null)
      ),
      idField(
        CONTRIBUTORS_FIELDS.objectiveId,
        'Id of the objective, for links and variables.',
        rows.map(({ objective }) => objective.id)
      ),
      idField(
        CONTRIBUTORS_FIELDS.categoryId,
        'Id of the category, for links and variables.',
        rows.map(({ objective }) => objective.category.id)
      ),
    ],
  });
}
