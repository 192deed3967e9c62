import type { DagsterSpec, Objective } from './objective';

/** What Dagster is to measure of an objective; undefined where another upstream measures it. */
export function dagsterMeasure({ indicator }: Objective): DagsterSpec['measure'] | undefined {
  const { source, measure } = indicator;
  return source === 'Dagster' && measure.shape === 'raw' ? measure.raw.measure : undefined;
}
