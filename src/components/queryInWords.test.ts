import { objectiveOf } from '../evaluation/objective.testing';
import { QUERY_TYPES } from '../queries';
import type { ErrorBudgetQuery } from '../queries/query';
import { queryInWords } from './queryInWords';

const catalogue = {
  objectives: [
    objectiveOf({ id: 'a' }),
    objectiveOf({ id: 'b' }),
    objectiveOf({ id: 'c', window: { type: 'pointInTime' } }),
  ],
};
const wordsOf = (query: Partial<ErrorBudgetQuery>) => queryInWords({ refId: 'A', ...query }, catalogue).text;

describe('a query in words', () => {
  it('is the status of everything where nothing was chosen', () => {
    expect(wordsOf({})).toBe(
      'Status of all 3 objectives over their own windows, as a table at the end of the time range.'
    );
  });

  it('counts the objectives that are selected', () => {
    expect(wordsOf({ queryType: 'budget', objectives: ['a', 'b'] })).toBe(
      'Budget remaining of 2 objectives over their own windows, as time series.'
    );
  });

  it('names a single objective', () => {
    expect(wordsOf({ queryType: 'sli', objectives: ['b'] })).toBe(
      'SLI of Objective b over its own window, as time series.'
    );
  });

  it('says which objectives a window override is for', () => {
    expect(wordsOf({ queryType: 'sli', objectives: ['a'], window: '1w' })).toContain('over 7 d,');
    expect(wordsOf({ queryType: 'sli', window: '1w' })).toContain('over 7 d where the window is rolling,');
    expect(wordsOf({ queryType: 'sli', objectives: ['c'], window: '1w' })).toContain('over its own window,');
  });

  it('names the lookbacks of burn rates', () => {
    expect(wordsOf({ queryType: 'burnRate', objectives: ['a'] })).toContain('over 1 h, 6 h and 3 d,');
    expect(wordsOf({ queryType: 'burnRate', objectives: ['a'], lookbacks: ['1d'] })).toContain('over 1 d,');
  });

  it('leaves variables as they are, because their values change', () => {
    expect(wordsOf({ queryType: 'events', categories: ['$category'], objectives: ['a'] })).toBe(
      'Good and bad events of the objectives in $category and a, bucket by bucket, as time series.'
    );
  });

  it('says why there will be no answer', () => {
    expect(queryInWords({ refId: 'A', objectives: ['gone'] }, catalogue)).toEqual({
      answers: false,
      text: expect.stringContaining('holds no objective "gone"'),
    });
  });

  it('is one sentence, whatever is asked for', () => {
    for (const queryType of QUERY_TYPES) {
      expect(wordsOf({ queryType })).toMatch(/^[A-Z][^.]*\.$/);
    }
  });
});
