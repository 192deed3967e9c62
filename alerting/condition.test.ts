import { DAY_MS } from '../src/budget/durations';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { conditionsOf } from './condition';

const kindsOf = (id: string) => {
  const objective = shippedCatalogue.objectives.find((one) => one.id === id);
  return (objective ? conditionsOf(objective).conditions : []).map(({ kind, severity }) => `${severity}: ${kind}`);
};

const { policy } = objectiveOf();

describe('what an objective raises alerts for', () => {
  it('are its burn-rate rows, the exhausted budget and missing data where enough happens', () => {
    expect(kindsOf('api-requests')).toEqual([
      'page: burnRate',
      'page: burnRate',
      'ticket: burnRate',
      'ticket: burnRate',
      'ticket: budgetExhausted',
      'ticket: missingData',
    ]);
  });

  it('are single events where too few happen for a burn rate', () => {
    expect(kindsOf('core-materialization')).toEqual([
      'ticket: badEvent',
      'page: badInARow',
      'ticket: budgetExhausted',
      'ticket: nothingRan',
      'ticket: missingData',
    ]);
  });

  it('is one rule for items as they are now', () => {
    expect(kindsOf('core-freshness')).toEqual(['ticket: badItems', 'ticket: missingData']);
  });

  it('never page for unstable source data', () => {
    expect(kindsOf('unstable-materialization')).toEqual([
      ...Array(4).fill('ticket: burnRate'),
      'ticket: budgetExhausted',
      'ticket: nothingRan',
      'ticket: missingData',
    ]);
  });

  it('is nothing at all where the catalogue wants no alerts', () => {
    expect(conditionsOf(objectiveOf({ policy: { ...policy, severity: 'none' } })).conditions).toEqual([]);
  });

  it('make three bad events in a row a ticket where paging is off', () => {
    const sparse = objectiveOf({ policy: { ...policy, severity: 'ticket', expectedEvents: 10 } });
    expect(conditionsOf(sparse).conditions).toContainEqual({ kind: 'badInARow', severity: 'ticket' });
  });

  it('wait twice as long as an event is expected before nothing ran', () => {
    const daily = objectiveOf({ policy: { ...policy, expectedEveryMs: DAY_MS } });
    expect(conditionsOf(daily).conditions).toContainEqual({
      kind: 'nothingRan',
      severity: 'ticket',
      afterMs: 2 * DAY_MS,
    });
  });

  it('hold no burn-rate row twice, where loose targets move two of them together', () => {
    const loose = objectiveOf({ target: 0.75, window: { type: 'rolling', durationMs: 90 * DAY_MS } });
    const rows = conditionsOf(loose).conditions.flatMap((condition) =>
      condition.kind === 'burnRate' ? [`${condition.row.longMs} ${condition.row.factor} ${condition.severity}`] : []
    );
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(0);
  });

  it('are single events of a week where too few happen, whatever else its short window leaves out', () => {
    const weekly = objectiveOf({
      window: { type: 'rolling', durationMs: 7 * DAY_MS },
      policy: { ...policy, severity: 'page', expectedEvents: 21 },
    });
    expect(conditionsOf(weekly).conditions.map(({ kind }) => kind)).toEqual([
      'badEvent',
      'badInARow',
      'budgetExhausted',
      'missingData',
    ]);
  });

  it('are no single events where a short window is why there are no rows', () => {
    const short = objectiveOf({ window: { type: 'rolling', durationMs: DAY_MS } });
    expect(conditionsOf(short).conditions.map(({ kind }) => kind)).toEqual(['budgetExhausted', 'missingData']);
  });
});
