import type { Objective } from './objective';
import type { Entry } from './readEntries';

interface Resolved {
  entry: Entry;
  objective: Objective;
}

/**
 * Gives each Trino objective the availability objective that it names as its `probe`. One that has errors itself, or that
 * counts nothing over time, is left out with a warning, so that it does not take the queries down with it.
 */
export function resolveProbes(resolved: readonly Resolved[]): Objective[] {
  const byId = new Map(resolved.map(({ objective }) => [objective.id, objective]));
  return resolved.map(({ entry, objective }) => {
    const { indicator } = objective;
    if (indicator.source !== 'Trino' || indicator.measure.shape !== 'raw') {
      return objective;
    }
    const { probe: id, ...raw } = indicator.measure.raw;
    if (id === undefined) {
      return objective;
    }
    const probe = id === objective.id ? undefined : byId.get(id);
    if (probe !== undefined && probe.window.type !== 'pointInTime') {
      return { ...objective, indicator: { ...indicator, probe } };
    }
    const why = probe === undefined ? 'yields no objective' : 'is judged at a point in time';
    const found = `the probe ${id}, which ${why} and is left out`;
    entry.findings.warning(['spec'], found, 'the name of another SLO without errors and with a time window');
    return { ...objective, indicator: { ...indicator, measure: { ...indicator.measure, raw } } };
  });
}
