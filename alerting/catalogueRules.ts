import type { Objective } from '../src/catalogue/objective';
import type { Catalogue } from '../src/catalogue/parseCatalogue';
import { selectObjectives } from '../src/evaluation/selection';
import type { AlertRule } from './alertRule';
import { EXPORTER_RULES, prometheusAway } from './measuringRules';
import { missingJobs } from './missingJobs';
import { objectiveRules } from './objectiveRules';

/** The objectives that alerts are wanted for, and the catalogue that gives them their places on dashboards. */
export interface Alerting {
  catalogue: Catalogue;
  objectives: readonly Objective[];
}

/**
 * All objectives of a catalogue, or those with the given ids.
 * @throws SelectionError for an id that the catalogue does not hold.
 */
export function alertingFor(catalogue: Catalogue, ids: readonly string[] = []): Alerting {
  return {
    catalogue,
    objectives: ids.length === 0 ? catalogue.objectives : selectObjectives(catalogue, { objectives: ids }),
  };
}

/** The rules of a catalogue. */
export interface GeneratedRules {
  /** What Prometheus evaluates as well as Grafana. */
  rules: AlertRule[];
  /** What only Grafana can notice. */
  grafanaOnly: AlertRule[];
}

/**
 * @param keptMs How long Prometheus keeps samples.
 * @throws CannotFireError
 */
export function catalogueRules({ catalogue, objectives }: Alerting, keptMs: number): GeneratedRules {
  const ofObjectives = objectives.flatMap((objective) => objectiveRules(catalogue, objective, keptMs));
  if (ofObjectives.length === 0) {
    return { rules: [], grafanaOnly: [] };
  }
  const pages = ofObjectives.some(({ severity }) => severity === 'page');
  const jobs = missingJobs(objectives);
  return {
    rules: [...ofObjectives, ...(jobs ? [jobs] : []), ...EXPORTER_RULES],
    grafanaOnly: [prometheusAway(pages ? 'page' : 'ticket')],
  };
}
