import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../budget/durations';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { objectiveOf } from '../evaluation/objective.testing';
import { createSource } from '../sources/createSource';
import { demoSource } from '../sources/demo/demoSource';
import { SourceError } from '../sources/sourceError';
import { QUERIES, QUERY_TYPES } from '.';
import { readAnswer, writeAnswer } from './answerJson';
import type { QueryRun } from './defineQuery';
import { RowMemory } from './rowMemory';

const NOW = Date.UTC(2026, 10, 22, 10, 35);
const never = new AbortController().signal;
const demo = demoSource();

/** Of every source and measure; one of Trino, which is not there, so that a failure is among the rows. */
const IDS = ['core-materialization', 'core-freshness', 'core-partitions', 'api-availability', 'trino-queries'];

const run: QueryRun = {
  options: {},
  objectives: shippedCatalogue.objectives.filter(({ id }) => IDS.includes(id)),
  catalogue: shippedCatalogue,
  sources: { Prometheus: demo, Dagster: demo, Demo: demo },
  fromMs: NOW - 2 * DAY_MS,
  toMs: NOW,
  nowMs: NOW,
  toText: 'now',
  memory: new RowMemory(),
};

describe('the answer to a query', () => {
  it.each(QUERY_TYPES)('gives the same frames from its JSON: %s', async (type) => {
    const toFrames = QUERIES[type].frames as (refId: string, answer: unknown) => unknown;
    let last: unknown;
    await QUERIES[type].evaluate(run, (answer) => (last = answer), never);
    expect(toFrames('A', readAnswer(writeAnswer(last)))).toEqual(toFrames('A', last));
  });

  it('is shown at once, before any source has answered', async () => {
    const silent = createSource('Demo', { counts: () => new Promise(() => undefined) });
    for (const type of ['status', 'sli', 'alerts', 'lineage'] as const) {
      const answers: unknown[] = [];
      const sources = { Prometheus: silent, Dagster: silent, Trino: silent, Demo: silent };
      void QUERIES[type].evaluate({ ...run, sources }, (answer) => answers.push(answer), never);
      expect(answers).toHaveLength(1);
    }
  });

  it('keeps every number', () => {
    const value = fc.anything({ values: [fc.double(), fc.string(), fc.boolean()], withNullPrototype: false });
    fc.assert(
      fc.property(value, fc.float64Array(), (answer, floats) => {
        const all = { answer: [answer], floats, edge: [NaN, Infinity, -Infinity, -0, 0] };
        expect(readAnswer(writeAnswer(all))).toEqual(all);
      })
    );
  });

  it('keeps the failure of a source', () => {
    const error = new SourceError({
      kind: 'timeout',
      objective: objectiveOf(),
      upstream: 'Trino',
      found: 'nothing',
      remedy: 'Wait',
    });
    const read = readAnswer(writeAnswer({ error, atMs: HOUR_MS }));
    expect(read).toEqual({ error, atMs: HOUR_MS });
    expect(read).toMatchObject({ error: { message: error.message, kind: 'timeout' } });
  });
});
