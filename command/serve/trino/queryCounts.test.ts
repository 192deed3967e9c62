import fc from 'fast-check';
import { finished } from './coordinator.testing';
import { OUTCOMES, type ListedQuery } from './listedQueries';
import { QueryCounts } from './queryCounts';

const failed = (queryId: string, errorCode: string): ListedQuery => ({ queryId, outcome: 'internal_error', errorCode });

/** After enough polls for every series to have left 0. */
function settled(counts: QueryCounts, listed: ListedQuery[]) {
  [1, 2, 3].forEach(() => counts.take(listed));
  return counts.exposed().filter(({ count }) => count > 0);
}

describe('counts of Trino’s queries', () => {
  it('begin with what ends after the first list', () => {
    const counts = new QueryCounts();
    counts.take(finished('a', 'b'));
    expect(settled(counts, finished('a', 'b', 'c'))).toEqual([{ outcome: 'finished', errorCode: '', count: 1 }]);
  });

  it('count a query once, however often it is listed', () => {
    const counts = new QueryCounts();
    counts.take([]);
    expect(settled(counts, [...finished('a', 'b'), failed('c', 'OOM')])).toEqual([
      { outcome: 'finished', errorCode: '', count: 2 },
      { outcome: 'internal_error', errorCode: 'OOM', count: 1 },
    ]);
  });

  it('have a series of every outcome from the beginning, so that there is something to divide by', () => {
    expect(new QueryCounts().exposed()).toEqual(OUTCOMES.map((outcome) => ({ outcome, errorCode: '', count: 0 })));
  });

  it('begin a new series at 0 for two lists, since increase() sees no growth before a first sample', () => {
    const counts = new QueryCounts();
    const shown = () => counts.exposed().find(({ errorCode }) => errorCode === 'OOM')?.count;
    [1, 2, 3].forEach(() => counts.take([]));
    const seen = [];
    for (let i = 0; i < 4; i++) {
      counts.take([failed('a', 'OOM')]);
      seen.push(shown());
    }
    expect(seen).toEqual([0, 0, 1, 1]);
  });

  it('say when queries may have been forgotten uncounted', () => {
    const counts = new QueryCounts();
    expect(counts.take(finished('a', 'b'))).toEqual({ added: 0, gap: false });
    expect(counts.take(finished('b', 'c'))).toEqual({ added: 1, gap: false });
    expect(counts.take(finished('d', 'e'))).toEqual({ added: 2, gap: true });
  });

  it('go on after a restart as if there had been none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 8 }), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        (lists, cut) => {
          const listed = lists.map((ids) => ids.map((id) => failed(`q${id}`, `E${id % 3}`)));
          const steady = new QueryCounts();
          let restarted = new QueryCounts();
          listed.forEach((list, i) => {
            steady.take(list);
            restarted.take(list);
            if (i === cut % listed.length) {
              restarted = new QueryCounts(structuredClone(restarted.kept()));
            }
          });
          expect(restarted.exposed()).toEqual(steady.exposed());
        }
      )
    );
  });

  it('remember no more queries than Trino lists', () => {
    const counts = new QueryCounts();
    for (let i = 0; i < 1000; i++) {
      counts.take(finished(`q${i}`, `q${i + 1}`));
    }
    expect(counts.kept().counted).toEqual(['q999', 'q1000']);
  });
});
