import type { DataFrame } from '@grafana/data';
import { budgetInWords, eventsInWords, failuresInWords, instantInWords, percentInWords } from '../budget/inWords';
import type { ContributorRow, ObjectiveContributors, Outstanding, SprintRow } from '../evaluation/results';
import type { Answer } from '../frames/answer';
import { idField, numberField, textField, timeField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { namesInWords } from '../frames/namesInWords';
import { INSTANT, SECONDS } from '../frames/units';
import { explainNoPast } from '../frames/whatIsMissing';
import { DAY_MS } from '../budget/durations';
import { type JudgedBreaches, sprintRows } from '../evaluation/sprintRows';
import { withContributors } from '../evaluation/withContributors';
import { defineQuery, momentOf } from './defineQuery';
import { FRAME_TYPES, frameOf } from '../frames/grafana';

/** Names of the `remediation` frame's fields, which dashboards build on. */
export const REMEDIATION_FIELDS = {
  since: 'Since',
  service: 'Service',
  category: 'Category',
  state: 'State',
  began: 'Began',
  until: 'Until',
  duration: 'Duration',
  earliestReturn: 'Earliest return',
  toReturn: 'To return',
  objectives: 'Objectives',
  contributors: 'Contributors',
  serviceId: 'Service id',
  categoryId: 'Category id',
} as const;

/** Breaches are looked for at least this far back, so that a sprint's beginning does not depend on the range. */
const SPRINT_HISTORY_MS = 30 * DAY_MS;

export interface SprintsAnswer {
  sprints: SprintRow[];
  /** Up to when open sprints last, epoch milliseconds. */
  asOfMs: number;
  judged: JudgedBreaches[];
}

export const remediationQuery = defineQuery<SprintsAnswer>({
  label: 'Remedial sprints',
  help: 'One row per sprint: from the first breach of a service’s objectives until all have complied for a day.',
  options: ['window'],
  fields: REMEDIATION_FIELDS,
  inWords: ({ whose, over }) => `Remedial sprints that ${whose} caused ${over}, as a table of the time range.`,
  evaluate: async (run, show, signal) => {
    const { objectives, evaluate, fromMs, toMs, nowMs } = run;
    const range = { fromMs: Math.min(fromMs, toMs - SPRINT_HISTORY_MS), toMs, nowMs };
    const judged = await Promise.all(objectives.map((one) => evaluate('judgedBreaches', one, range, signal)));
    const sprints = sprintRows(judged, toMs).filter(({ toMs: endMs }) => endMs === null || endMs >= fromMs);
    show({ sprints, asOfMs: toMs, judged });
    show({ sprints: await withContributors(sprints, evaluate, momentOf(run), signal), asOfMs: toMs, judged });
  },
  frames: (refId, { sprints, asOfMs, judged }) => [remediationFrame(refId, sprints, asOfMs, judged)],
});

/**
 * One row per remedial sprint, the oldest first: data-plane kind timeseries-long, in which texts are never null.
 *
 * @param asOfMs instant of evaluation in epoch milliseconds, up to which open sprints last.
 * @param answers of the objectives whose breaches made the sprints, for notices and queries.
 */
export function remediationFrame(
  refId: string,
  sprints: readonly SprintRow[],
  asOfMs: number,
  answers: readonly Answer[]
): DataFrame {
  const rows = [...sprints].sort((a, b) => a.fromMs - b.fromMs);
  const text = (name: string, description: string, read: (row: SprintRow) => string) =>
    textField(name, description, rows.map(read));
  return frameOf({
    refId,
    name: 'Remedial sprints',
    meta: frameMeta({ type: FRAME_TYPES.timeSeriesLong, preferred: 'table' }, answers.map(explainNoPast)),
    fields: [
      timeField(
        REMEDIATION_FIELDS.since,
        'First breach of any of the service’s objectives, or the first known instant.',
        rows.map(({ fromMs }) => fromMs)
      ),
      text(
        REMEDIATION_FIELDS.service,
        'The application, or the category of objectives without one.',
        ({ service }) => service.displayName
      ),
      text(REMEDIATION_FIELDS.category, 'Category of the service document.', ({ category }) => category.displayName),
      text(REMEDIATION_FIELDS.state, 'open or closed.', ({ toMs }) => (toMs === null ? 'open' : 'closed')),
      text(
        REMEDIATION_FIELDS.began,
        '"before" the first known instant, if the service was already in breach then; otherwise empty.',
        ({ fromMs, startedBefore }) => (startedBefore ? `before ${instantInWords(fromMs)}` : '')
      ),
      numberField(
        REMEDIATION_FIELDS.until,
        INSTANT,
        'When all had complied for 24 h; empty while the sprint is open.',
        rows.map(({ toMs }) => toMs)
      ),
      numberField(
        REMEDIATION_FIELDS.duration,
        SECONDS,
        'From Since to Until, or so far while the sprint is open.',
        rows.map(({ fromMs, toMs }) => ((toMs ?? asOfMs) - fromMs) / 1000)
      ),
      numberField(
        REMEDIATION_FIELDS.earliestReturn,
        INSTANT,
        'Earliest end of an open sprint, including the 24 h of compliance. Assumes that traffic continues at its mean ' +
          'rate and that nothing else fails. Empty: closed, or unknown.',
        rows.map(({ earliestReturnMs }) => earliestReturnMs)
      ),
      text(
        REMEDIATION_FIELDS.toReturn,
        'Failures, how many are allowed and the earliest compliance, for each objective that is breached now. Empty: ' +
          'closed, or all comply and the 24 h of compliance are running.',
        ({ outstanding }) => outstanding.map(returnInWords).join('; ')
      ),
      text(REMEDIATION_FIELDS.objectives, 'Objectives that were breached in it.', ({ objectives }) =>
        objectives.map(({ displayName }) => displayName).join(', ')
      ),
      text(
        REMEDIATION_FIELDS.contributors,
        'What failed most, with its share of failures. Empty: closed, or not known to the upstream.',
        ({ contributors }) => contributors.map(contributorsInWords).filter(Boolean).join('; ')
      ),
      idField(
        REMEDIATION_FIELDS.serviceId,
        'Id of the application or category, for links and variables.',
        rows.map(({ service }) => service.id)
      ),
      idField(
        REMEDIATION_FIELDS.categoryId,
        'Id of the category, for links and variables.',
        rows.map(({ category }) => category.id)
      ),
    ],
  });
}

function returnInWords({ objective, bad, allowed, complyAtMs, badItems }: Outstanding): string {
  const failures = failuresInWords(bad, allowed);
  const budget = `${objective.displayName}: ${failures} ${failures === '1' ? 'failure' : 'failures'}, ${budgetInWords(allowed)} allowed`;
  if (badItems) {
    return `${budget}; ${eventsInWords(bad - allowed)} of these must recover: ${namesInWords(badItems)}`;
  }
  return `${budget}; ${complyAtMs === null ? 'earliest compliance unknown' : `complies ${instantInWords(complyAtMs)} at the earliest`}`;
}

const MOST_CONTRIBUTORS = 3;

function contributorsInWords({ objective, rows }: ObjectiveContributors): string {
  const largest = ofOneDimension(rows)
    .slice(0, MOST_CONTRIBUTORS)
    .map(({ contributor, shareOfBad }) =>
      shareOfBad === null ? contributor.name : `${contributor.name} (${percentInWords(shareOfBad)})`
    );
  return largest.length === 0 ? '' : `${objective.displayName}: ${largest.join(', ')}`;
}

/** What says most where the same events are divided in several ways. */
const TELLING_DIMENSION = 'Error code';

function ofOneDimension(rows: ContributorRow[]): ContributorRow[] {
  const dimensions = new Set(rows.map(({ contributor }) => contributor.dimension));
  const [first] = dimensions;
  const chosen = dimensions.has(TELLING_DIMENSION) ? TELLING_DIMENSION : first;
  return rows.filter(({ contributor }) => contributor.dimension === chosen);
}
