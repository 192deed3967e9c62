import type { Objective } from './objective';
import type { Entry } from './readEntries';

interface Resolved {
  entry: Entry;
  objective: Objective;
}

/**
 * Leaves out, with a warning, the availability objective that a Trino objective names as its `probe` where that one has
 * errors itself, so that it does not take the queries down with it.
 */
export function resolveProbes(resolved: readonly Resolved[]): Objective[] {
  const ids = new Set(resolved.map(({ objective }) => objective.id));
  return resolved.map(({ entry, objective }) => {
    const { indicator } = objective;
    if (indicator.source !== 'Trino' || indicator.measure.shape !== 'raw') {
      return objective;
    }
    const { probe, ...raw } = indicator.measure.raw;
    if (probe === undefined || (ids.has(probe) && probe !== objective.id)) {
      return objective;
    }
    const found = `the probe ${probe}, which yields no objective and is left out`;
    entry.findings.warning(['spec'], found, 'the name of another SLO without errors');
    return { ...objective, indicator: { ...indicator, measure: { ...indicator.measure, raw } } };
  });
}
