import type { Objective, TrinoSpec } from '../../catalogue/objective';

/**
 * What the catalogue says of a Trino objective.
 * @throws TypeError for an objective of another source, which would be a mistake of ours.
 */
export function trinoSpec({ indicator }: Objective): TrinoSpec {
  if (indicator.source !== 'Trino' || indicator.measure.shape !== 'raw') {
    throw new TypeError(`The Trino source was asked for an objective of ${indicator.source}`);
  }
  return indicator.measure.raw;
}
