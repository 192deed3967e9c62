import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../../budget/durations';
import { emptyHistory, type History } from '../history';
import { histories, NOW_MS, run } from '../reliability/histories.testing';
import { readStored, toStored } from './storedHistory';
import { withoutOldRuns } from './withoutOldRuns';

function historyOf(more: Partial<History> = {}): History {
  const failed = run('b', { status: 'FAILURE', startMs: null, tags: new Map([['dagster/will_retry', 'true']]) });
  return {
    ...emptyHistory(),
    fromMs: NOW_MS - 33 * DAY_MS,
    asOfMs: NOW_MS,
    longest: { spanMs: 30 * DAY_MS, askedMs: NOW_MS },
    runs: new Map([run('a'), failed].map((each) => [each.id, each])),
    failures: new Map([
      [
        'b',
        {
          updatedMs: 5,
          value: {
            runId: 'b',
            bySteps: new Map([['lone', 'ValueError: x']]),
            ofRun: 'y',
            checks: [{ name: 'no_gaps', asset: 't/a', stepKey: 't__a_no_gaps' }],
            stopped: { atMs: 7, tooLong: true },
          },
        },
      ],
    ]),
    made: new Map([['a', new Set(['lone', 't/a'])]]),
    gone: new Set(['gone']),
    ...more,
  };
}

const throughJson = (stored: unknown): unknown => JSON.parse(JSON.stringify(stored));

describe('a kept history', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(histories, ({ runs, details }) => {
        const history = historyOf({
          runs: new Map(runs.map((each) => [each.id, each])),
          details: new Map(details.map((value) => [value.runId, { value, updatedMs: 1 }])),
        });
        expect(readStored(throughJson(toStored(history)), NOW_MS)).toEqual(history);
      }),
      { numRuns: 50 }
    );
  });

  it('holds no tag that no event depends on', () => {
    const tags = new Map([
      ['owner', 'someone'],
      ['dagster/retry_number', '1'],
    ]);
    const stored = toStored(historyOf({ runs: new Map([['a', run('a', { tags })]]) }));
    expect(JSON.stringify(stored)).not.toContain('someone');
    expect(readStored(stored, NOW_MS)?.runs.get('a')?.tags).toEqual(new Map([['dagster/retry_number', '1']]));
  });

  it('serves for 35 days, and never from the future', () => {
    const stored = toStored(historyOf());
    expect(readStored(stored, NOW_MS + 34 * DAY_MS)).toBeDefined();
    expect(readStored(stored, NOW_MS + 36 * DAY_MS)).toBeUndefined();
    expect(readStored(stored, NOW_MS - 1)).toBeUndefined();
  });

  it.each<[string, (stored: NonNullable<ReturnType<typeof toStored>>) => unknown]>([
    ['there is none', () => undefined],
    ['it is something else', () => 'text'],
    ['its version is another', (stored) => ({ ...stored, version: 2 })],
    ['a part is missing', ({ lists: _, ...stored }) => stored],
    ['a row is broken', (stored) => ({ ...stored, runs: [['a', 'b']] })],
    ['a name is missing', (stored) => ({ ...stored, names: [] })],
    ['a list is missing', (stored) => ({ ...stored, details: [['a', 1, 99, []]] })],
    ['a time is no number', (stored) => ({ ...stored, fromMs: 'yesterday' })],
  ])('is read afresh when %s', (_, broken) => {
    const stored = toStored(historyOf());
    expect(stored && readStored(broken(stored), NOW_MS)).toBeUndefined();
  });

  it('is not kept before anything was read', () => {
    expect(toStored(emptyHistory())).toBeUndefined();
  });
});

describe('what is kept of a long history', () => {
  const at = (id: string, days: number, root: string | null = null) =>
    run(id, { endMs: NOW_MS - days * DAY_MS, rootRunId: root, parentRunId: root });
  const runs = [at('recent', 1), at('within', 60), at('old', 62), at('root', 200), at('retry', 3, 'root')];
  const long = historyOf({
    fromMs: NOW_MS - 300 * DAY_MS,
    runs: new Map(runs.map((each) => [each.id, each])),
    details: new Map(
      runs.map(({ id }) => [id, { updatedMs: 1, value: { runId: id, planned: [], steps: [] } }] as const)
    ),
  });

  it('is twice the longest look back and a day, families of retries as a whole', () => {
    const kept = withoutOldRuns(long);
    expect([...kept.runs.keys()]).toEqual(['recent', 'within', 'root', 'retry']);
    expect([...kept.details.keys()]).toEqual(['recent', 'within', 'root', 'retry']);
    expect(kept.fromMs).toBe(NOW_MS - 61 * DAY_MS);
    expect([...kept.gone]).toEqual([]);
  });

  it('says that there were older runs', () => {
    expect([long.hasOlder, withoutOldRuns(long).hasOlder]).toEqual([false, true]);
  });

  it('is all of a history that is no longer', () => {
    const short = historyOf({ fromMs: NOW_MS - 50 * DAY_MS - HOUR_MS });
    expect(withoutOldRuns(short)).toBe(short);
  });
});
