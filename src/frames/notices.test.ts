import { objectiveOf } from '../evaluation/objective.testing';
import type { Notice } from '../sources/contract';
import { noticesOf } from './notices';
import { failureOf } from './results.testing';

const young: Notice = { severity: 'info', text: 'young.' };
const partial: Notice = { severity: 'warning', text: 'partial.' };

const answer = (id: string, ...notices: Notice[]) => ({ objective: objectiveOf({ id }), notices, executed: [] });

describe('notices of a frame', () => {
  it('name the objective that they are about', () => {
    expect(noticesOf([answer('a', young)])).toEqual([{ severity: 'info', text: 'Objective a: young.' }]);
  });

  it('are shown once for all objectives that say the same', () => {
    expect(noticesOf([answer('a', young, young), answer('b', young)])).toEqual([
      { severity: 'info', text: 'Objective a, Objective b: young.' },
    ]);
  });

  it('come worst first, failures as errors in their own words', () => {
    const failing = objectiveOf({ id: 'failing' });
    const failed = { objective: failing, notices: [], executed: [], error: failureOf(failing) };
    expect(noticesOf([answer('a', young, partial), failed]).map(({ severity }) => severity)).toEqual([
      'error',
      'warning',
      'info',
    ]);
  });
});
