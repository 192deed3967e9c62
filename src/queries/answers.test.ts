import fc from 'fast-check';
import { HOUR_MS } from '../budget/durations';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { localEvaluation } from '../evaluation/evaluations';
import { objectiveOf } from '../evaluation/objective.testing';
import { createSource } from '../sources/createSource';
import { SourceError } from '../sources/sourceError';
import { QUERIES, QUERY_TYPES } from '.';
import { readAnswer, writeAnswer } from '../evaluation/answerJson';
import { demoRun } from './demoRun.testing';

const never = new AbortController().signal;

describe('the answer to a query', () => {
  it.each(QUERY_TYPES)('gives the same frames from its JSON: %s', async (type) => {
    const toFrames = QUERIES[type].frames as (refId: string, answer: unknown) => unknown;
    let last: unknown;
    await QUERIES[type].evaluate(demoRun, (answer) => (last = answer), never);
    expect(toFrames('A', readAnswer(writeAnswer(last)))).toEqual(toFrames('A', last));
  });

  it('is shown at once, before any source has answered', async () => {
    const silent = createSource('Demo', { counts: () => new Promise(() => undefined) });
    for (const type of ['status', 'sli', 'alerts', 'lineage'] as const) {
      const answers: unknown[] = [];
      const sources = { Prometheus: silent, Dagster: silent, Trino: silent, Demo: silent };
      void QUERIES[type].evaluate(
        { ...demoRun, evaluate: localEvaluation({ sources, catalogue: shippedCatalogue }) },
        (answer) => answers.push(answer),
        never
      );
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

  it('keeps figures of few decimals, in fewer characters', () => {
    const decimals = fc.constantFrom(0, 3, 6, 10);
    const figure = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -1e12, max: 1e12 }) }, fc.constant(NaN));
    fc.assert(
      fc.property(decimals, fc.array(figure), (digits, counts) => {
        const figures = Float64Array.from(counts, (count) => count / 10 ** digits + 0);
        expect(readAnswer(writeAnswer(figures))).toEqual(figures);
      })
    );
    const slow = Float64Array.from({ length: 100 }, (_, i) => (999_123 + (i % 7)) / 1e6);
    expect(writeAnswer(slow).length).toBeLessThan(JSON.stringify([...slow]).length / 2);
  });

  it('leaves out the objective, which its reader has', () => {
    const objective = objectiveOf();
    const answer = { objective, row: { objective, notices: [] } };
    const json = writeAnswer(answer, objective);
    expect(json).not.toContain(objective.id);
    expect(readAnswer(json, objective)).toEqual(answer);
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
