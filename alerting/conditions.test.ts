import { DAY_MS } from '../src/budget/durations';
import { shippedCatalogue } from '../src/catalogue/shippedCatalogue';
import { objectiveOf } from '../src/evaluation/objective.testing';
import { INDICATORS } from './catalogues.testing';
import { conditionsOf } from './conditions';

const kindsOf = (id: string) => {
  const objective = shippedCatalogue.objectives.find((one) => one.id === id);
  return (objective ? conditionsOf(objective).conditions : []).map(({ kind, severity }) => `${severity}: ${kind}`);
};

const { policy } = objectiveOf();

describe('what an objective raises alerts for', () => {
  it('are its burn-rate rows, single events, the exhausted budget and missing data', () => {
    expect(kindsOf('api-requests')).toEqual([
      'page: burnRate',
      'page: burnRate',
      'ticket: burnRate',
      'ticket: burnRate',
      'ticket: badEvent',
      'page: badInARow',
      'ticket: budgetExhausted',
      'ticket: missingData',
    ]);
  });

  it('are the same however little happens, because rules ask for that themselves', () => {
    expect(kindsOf('core-materialization')).toEqual([
      'page: burnRate',
      'page: burnRate',
      'ticket: burnRate',
      'ticket: burnRate',
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
      'ticket: badEvent',
      'ticket: badInARow',
      'ticket: budgetExhausted',
      'ticket: nothingRan',
      'ticket: missingData',
    ]);
  });

  it('is nothing at all where the catalogue wants no alerts', () => {
    expect(conditionsOf(objectiveOf({ policy: { ...policy, severity: 'none' } })).conditions).toEqual([]);
  });

  it('make three bad events in a row a ticket where paging is off', () => {
    expect(conditionsOf(objectiveOf({ policy: { ...policy, severity: 'ticket' } })).conditions).toContainEqual({
      kind: 'badInARow',
      severity: 'ticket',
    });
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

  it('are single events, too, where a short window is why there are no rows', () => {
    const short = objectiveOf({ window: { type: 'rolling', durationMs: DAY_MS } });
    expect(conditionsOf(short).conditions.map(({ kind }) => kind)).toEqual([
      'badEvent',
      'badInARow',
      'budgetExhausted',
      'missingData',
    ]);
  });

  it('are no single events where the indicator is a raw ratio, which has none', () => {
    const [ratio] = INDICATORS.filter(({ source, measure }) => source === 'Prometheus' && measure.shape === 'raw');
    const { conditions } = conditionsOf(objectiveOf({ indicator: ratio }));
    expect(conditions.map(({ kind }) => kind)).toEqual([
      ...Array(4).fill('burnRate'),
      'budgetExhausted',
      'missingData',
    ]);
  });
});
