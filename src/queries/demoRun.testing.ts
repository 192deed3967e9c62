import { DAY_MS } from '../budget/durations';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import type { Sources } from '../evaluation/evaluateObjective';
import { localEvaluation } from '../evaluation/evaluations';
import { demoSource } from '../sources/demo/demoSource';
import type { QueryRun } from './defineQuery';
import { RowMemory } from './rowMemory';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const demo = demoSource();

export const demoRunSources: Sources = { Prometheus: demo, Dagster: demo, Demo: demo };

/** Of every source and measure; one of Trino, which is not there, so that a failure is among the rows. */
const IDS = ['core-materialization', 'core-freshness', 'core-partitions', 'api-availability', 'trino-queries'];

/** A query of two days of the demo, which every type answers. */
export const demoRun: QueryRun = {
  options: {},
  objectives: shippedCatalogue.objectives.filter(({ id }) => IDS.includes(id)),
  evaluate: localEvaluation({ sources: demoRunSources, catalogue: shippedCatalogue }),
  fromMs: NOW - 2 * DAY_MS,
  toMs: NOW,
  nowMs: NOW,
  toText: 'now',
  memory: new RowMemory(),
};
