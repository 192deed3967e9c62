import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import type { DagsterSpec, Objective } from '../../catalogue/objective';
import { dagsterSpec } from './scope';

/** A shipped objective over materializations, with what a test changes about it. */
export function dagsterObjective(overrides: Partial<DagsterSpec> = {}, id = 'core-materialization'): Objective {
  const shipped = shippedCatalogue.objectives.find((objective) => objective.id === 'core-materialization');
  if (!shipped) {
    throw new Error('the shipped catalogue has no objective core-materialization');
  }
  const raw = { ...dagsterSpec(shipped), ...overrides };
  return { ...shipped, id, indicator: { source: 'Dagster', measure: { shape: 'raw', raw, rawType: 'success' } } };
}
