import type { DataFrame, Field, FieldConfig } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import type { Answer } from './answer';
import { frameMeta } from './frameMeta';
import { explainNoSeries } from './whatIsMissing';
import { FIELD_TYPES, FRAME_TYPES, frameOf } from './grafana';

/** Name of the time field of every frame over time. */
export const TIME_FIELD = 'Time';

/** One line of an objective; NaN stands for null. */
export interface Line {
  /** Name of the field, the same for every objective. */
  name: string;
  /** Tells the lines of one objective apart in a legend. */
  variant?: string;
  labels?: Record<string, string>;
  config: Pick<FieldConfig, 'unit' | 'decimals' | 'description' | 'thresholds' | 'custom'>;
  values: Float64Array;
}

/**
 * Data-plane kind timeseries-wide: one time field and the lines of every objective that has a history. Failed objectives
 * give a notice and no field. A frame without any line has no field at all, which is the contract's "no data".
 *
 * @param explain adds what this kind of frame has to say of an objective.
 */
export function seriesFrame(
  { refId, name, instants }: { refId: string; name: string; instants: Instants },
  series: readonly ObjectiveSeries[],
  linesOf: (one: ObjectiveSeries) => Line[],
  explain: (answer: Answer) => Answer = (answer) => answer
): DataFrame {
  const nameOf = objectiveNames(series.map(({ objective }) => objective));
  const lines = series
    .filter(hasLines)
    .flatMap((one) => linesOf(one).map((line) => lineField(line, one.objective, nameOf(one.objective))));
  return frameOf({
    refId,
    name,
    meta: frameMeta(
      { type: FRAME_TYPES.timeSeriesWide, preferred: 'graph' },
      series.map((one) => explain(explainNoSeries(one)))
    ),
    fields: lines.length === 0 ? [] : [timeField(instants), ...lines],
  });
}

function hasLines({ state, objective }: ObjectiveSeries): boolean {
  return (state === 'loading' || state === 'done') && objective.window.type !== 'pointInTime';
}

function timeField({ stepMs, timesMs }: Instants): Field<number> {
  const description = 'End of a bucket, from which every value looks back.';
  return { name: TIME_FIELD, type: FIELD_TYPES.time, config: { interval: stepMs, description }, values: timesMs };
}

function lineField({ name, variant, labels, config, values }: Line, objective: Objective, shownAs: string): Field {
  const { id, category, application } = objective;
  return {
    name,
    type: FIELD_TYPES.number,
    labels: {
      objective: id,
      category: category.id,
      ...(application === undefined ? {} : { application: application.id }),
      ...labels,
    },
    config: { ...config, displayNameFromDS: variant === undefined ? shownAs : `${shownAs}, ${variant}` },
    values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
  };
}

/** Display names by id; one that several objectives share is told apart by the id. */
function objectiveNames(objectives: readonly Objective[]): (objective: Objective) => string {
  const ids = new Map<string, Set<string>>();
  for (const { id, displayName } of objectives) {
    ids.set(displayName, (ids.get(displayName) ?? new Set()).add(id));
  }
  return ({ id, displayName }) => ((ids.get(displayName)?.size ?? 0) > 1 ? `${displayName} (${id})` : displayName);
}
