import { absent } from '../budget/figure';
import { objectiveOf } from '../evaluation/objective.testing';
import { remainingField } from './remainingField';
import { eventsRow, evaluationOf, failedRow } from './results.testing';

const { status } = evaluationOf();
const perfect = objectiveOf({ id: 'perfect', target: 1 });
const withoutBudget = eventsRow(perfect, { remaining: absent('noBudget') });
const withoutData = eventsRow(perfect, { remaining: absent('noEvents'), status: { ...status, state: 'noData' } });

const noValueOf = (...rows: Parameters<typeof remainingField>[2]) => remainingField('Left', '', rows).config.noValue;

describe('a budget that is empty', () => {
  it('does not exist at a target of 100 %', () => {
    expect(noValueOf(eventsRow(), withoutBudget)).toBe('no budget');
  });

  it('is not known yet without events, while loading and after a failure', () => {
    expect(noValueOf(withoutData)).toBe('–');
    expect(noValueOf({ kind: 'loading', objective: perfect })).toBe('–');
    expect(noValueOf(failedRow(perfect))).toBe('–');
    expect(noValueOf(eventsRow(objectiveOf(), { remaining: absent('tooLittleObserved') }))).toBe('–');
  });

  it('is a dash where one does not exist and another is not known', () => {
    expect(noValueOf(withoutBudget, withoutData)).toBe('–');
  });

  it('is left to the panel where all are known', () => {
    expect(noValueOf(eventsRow())).toBeUndefined();
  });
});
