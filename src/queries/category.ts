import type { DataFrame } from '@grafana/data';
import type { CategorySummary, PendingRow, RowState } from '../evaluation/results';
import { answerOf } from '../frames/answer';
import { flagField, idField, numberField, textField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { remainingField } from '../frames/remainingField';
import { sliDecimals } from '../frames/sliDecimals';
import { PROVISIONAL, STATE_WORDS, verdictOf } from '../frames/stateWords';
import { statusFigures } from '../frames/statusFigures';
import { counts, fineShare, SHARE } from '../frames/units';
import { categorySummaries } from '../evaluation/categorySummaries';
import { defineQuery, evaluateRows } from './defineQuery';
import { FRAME_TYPES, frameOf } from '../frames/grafana';

/** Names of the `category` frame's fields, which dashboards build on. */
export const CATEGORY_FIELDS = {
  category: 'Category',
  status: 'Status',
  provisional: 'Provisional',
  verdict: 'Verdict',
  worst: 'Worst objective',
  remaining: 'Budget remaining',
  sli: 'SLI',
  met: 'Met',
  atRisk: 'At risk',
  breached: 'Breached',
  noData: 'No data',
  failed: 'Failed',
  objectives: 'Objectives',
  coverage: 'Coverage',
  categoryId: 'Category id',
  worstId: 'Worst objective id',
} as const;

export const categoryQuery = defineQuery<PendingRow[]>({
  label: 'Category',
  help: 'One row per category: its worst status, worst objective and counts per status. For tiles, without transformations.',
  options: ['window'],
  fields: CATEGORY_FIELDS,
  inWords: ({ whose, categories, over }) =>
    `Worst status of ${categories}, from ${whose} ${over}, as a table at the end of the time range.`,
  evaluate: evaluateRows,
  frames: (refId, rows) => [categoryFrame(refId, categorySummaries(rows), rows)],
});

const COUNTED = ['met', 'atRisk', 'breached', 'noData', 'failed'] as const;

/**
 * One row per category, in the order given: data-plane kind numeric-long, so that a panel shows one tile per row without any
 * transformation.
 *
 * @param rows the rows behind the summaries, for notices and queries.
 */
export function categoryFrame(
  refId: string,
  summaries: readonly CategorySummary[],
  rows: readonly PendingRow[]
): DataFrame {
  const worst = summaries.map((summary) => ({
    objective: summary.worst.objective,
    figures: statusFigures(summary.worst),
  }));
  return frameOf({
    refId,
    name: 'Categories',
    meta: frameMeta({ type: FRAME_TYPES.numericLong, preferred: 'table' }, rows.map(answerOf)),
    fields: [
      textField(
        CATEGORY_FIELDS.category,
        'Category of the service document.',
        summaries.map(({ category }) => category.displayName)
      ),
      textField(
        CATEGORY_FIELDS.status,
        `The worst status of its objectives: ${Object.values(STATE_WORDS).join(', ')}.`,
        summaries.map(({ state }) => STATE_WORDS[state])
      ),
      flagField(
        CATEGORY_FIELDS.provisional,
        'Less than 90 % of the window of one of its objectives was observed.',
        summaries.map(({ provisional }) => provisional)
      ),
      textField(
        CATEGORY_FIELDS.verdict,
        `The status, followed by "${PROVISIONAL}" where less than 90 % of the window of one of its objectives was observed.`,
        summaries.map(({ state, provisional }) => verdictOf(state, provisional))
      ),
      textField(
        CATEGORY_FIELDS.worst,
        'The objective with that status and the least budget.',
        worst.map(({ objective }) => objective.displayName)
      ),
      remainingField(
        CATEGORY_FIELDS.remaining,
        'Share of the error budget that the worst objective has left; negative once overspent.',
        summaries.map((summary) => summary.worst)
      ),
      numberField(
        CATEGORY_FIELDS.sli,
        fineShare(sliDecimals(worst.map(({ objective }) => objective.target))),
        'Good events / all events of the worst objective.',
        worst.map(({ figures }) => figures.sli)
      ),
      ...COUNTED.map((state) =>
        numberField(
          CATEGORY_FIELDS[state],
          counts,
          `Objectives whose status is ${STATE_WORDS[state]}.`,
          summaries.map(({ counts }) => counts[state])
        )
      ),
      numberField(
        CATEGORY_FIELDS.objectives,
        counts,
        'All its objectives, those still loading included.',
        summaries.map(({ counts }) => sumOf(counts))
      ),
      numberField(
        CATEGORY_FIELDS.coverage,
        SHARE,
        'Mean observed share of the windows of its objectives; empty if all judge items as they are now.',
        summaries.map(({ coverage }) => coverage)
      ),
      idField(
        CATEGORY_FIELDS.categoryId,
        'Id of the category, for links and variables.',
        summaries.map(({ category }) => category.id)
      ),
      idField(
        CATEGORY_FIELDS.worstId,
        'Id of the worst objective, for links and variables.',
        worst.map(({ objective }) => objective.id)
      ),
    ],
  });
}

function sumOf(counts: Record<RowState, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
