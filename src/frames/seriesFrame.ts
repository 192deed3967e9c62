import type { DataFrame, Field, FieldConfig } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import type { Answer } from './answer';
import { frameMeta } from './frameMeta';
import { standingOut } from './thinning';
import { explainNoSeries } from './whatIsMissing';
import { FIELD_TYPES, FRAME_TYPES, frameOf } from './grafana';

/** Name of the time field of every frame over time. */
export const TIME_FIELD = 'Time';

/** One line of an objective; NaN means null. */
export interface Line {
  /** Name of the field, the same for every objective. */
  name: string;
  /** Distinguishes the lines of one objective in a legend. */
  variant?: string;
  labels?: Record<string, string>;
  config: Pick<FieldConfig, 'unit' | 'decimals' | 'description' | 'thresholds' | 'custom'>;
  values: Float64Array;
}

interface Shown {
  refId: string;
  name: string;
  instants: Instants;
  /** How many of the instants the frame may hold; by default all. */
  mostPoints?: number;
}

/**
 * Data-plane kind timeseries-wide: one time field and the lines of every objective that has a history. Failed objectives
 * give a notice and no field. A frame without any line has no field at all, which is the contract's "no data".
 *
 * @param explain adds what this kind of frame has to say of an objective.
 */
export function seriesFrame<One extends ObjectiveSeries>(
  { refId, name, instants, mostPoints = Infinity }: Shown,
  series: readonly One[],
  linesOf: (one: One) => Line[],
  explain: (answer: Answer) => Answer = (answer) => answer
): DataFrame {
  const nameOf = objectiveNames(series.map(({ objective }) => objective));
  const lines = series
    .filter(hasLines)
    .flatMap((one) => linesOf(one).map((line) => ({ line, objective: one.objective })));
  const values = lines.map(({ line }) => line.values);
  const kept = standingOut(values, instants.timesMs.length, mostPoints);
  return frameOf({
    refId,
    name,
    meta: frameMeta(
      { type: FRAME_TYPES.timeSeriesWide, preferred: 'graph' },
      series.map((one) => explain(explainNoSeries(one)))
    ),
    fields:
      lines.length === 0
        ? []
        : [
            timeField(instants, kept),
            ...lines.map(({ line, objective }) => lineField(line, objective, nameOf(objective), kept)),
          ],
  });
}

function hasLines({ state, objective }: ObjectiveSeries): boolean {
  return (state === 'loading' || state === 'done') && objective.window.type !== 'pointInTime';
}

function timeField({ stepMs, timesMs }: Instants, kept: readonly number[]): Field<number> {
  const description = 'End of a bucket, from which every value looks back.';
  return {
    name: TIME_FIELD,
    type: FIELD_TYPES.time,
    config: { interval: intervalOf(stepMs, timesMs, kept), description },
    values: kept.map((index) => timesMs[index]),
  };
}

/** Grafana's gradients end in an error on an axis without any value. */
const WITHOUT_GRADIENT = { gradientMode: 'none' };

/** Grafana breaks a line where its points are farther apart: the widest step between two that are kept. */
function intervalOf(stepMs: number, timesMs: readonly number[], kept: readonly number[]): number {
  return kept.slice(1).reduce((widestMs, index, i) => Math.max(widestMs, timesMs[index] - timesMs[kept[i]]), stepMs);
}

function lineField(
  { name, variant, labels, config, values }: Line,
  objective: Objective,
  shownAs: string,
  kept: readonly number[]
): Field {
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
    config: {
      ...config,
      ...(values.every(Number.isNaN) ? { custom: { ...config.custom, ...WITHOUT_GRADIENT } } : {}),
      displayNameFromDS: variant === undefined ? shownAs : `${shownAs}, ${variant}`,
    },
    values: kept.map((index) => (Number.isNaN(values[index]) ? null : values[index])),
  };
}

/** Display names by id; one that several objectives share is followed by the id. */
function objectiveNames(objectives: readonly Objective[]): (objective: Objective) => string {
  const ids = new Map<string, Set<string>>();
  for (const { id, displayName } of objectives) {
    ids.set(displayName, (ids.get(displayName) ?? new Set()).add(id));
  }
  return ({ id, displayName }) => ((ids.get(displayName)?.size ?? 0) > 1 ? `${displayName} (${id})` : displayName);
}
