import fc from 'fast-check';
import { DAY_MS, HOUR_MS } from '../../../budget/durations';
import type { DeclaredFreshness } from '../model';
import { asset, clockAt, days, materializedAt, NOW_MS, slots, state, WEEK_BY_DEFAULT } from './assets.fixture';
import type { AssetCheckState, CheckExecution } from './assetChecks';
import { type AssetState, type FreshnessVerdict, judgeFreshness } from './judgeFreshness';

const within2Days: DeclaredFreshness = { from: 'timeWindow', failAfterMs: 2 * DAY_MS };

function judge(known: Partial<AssetState>, freshness: DeclaredFreshness | null = within2Days): FreshnessVerdict {
  const node = asset({ freshness, isPartitioned: Boolean(known.partitions) });
  const verdict = judgeFreshness(node, state(known), WEEK_BY_DEFAULT, clockAt(NOW_MS));
  if (verdict === null) {
    throw new Error('the asset is out of scope');
  }
  return verdict;
}

const daysAgo = (count: number) => NOW_MS - count * DAY_MS;

function check(latest: CheckExecution | null): AssetCheckState {
  return { name: 'rows', blocking: true, latest };
}

const passed = (atMs: number, severity: 'ERROR' | 'WARN' = 'ERROR') =>
  check({ status: 'SUCCEEDED', evaluation: { passed: true, severity, atMs } });
const failed = (atMs: number, severity: 'ERROR' | 'WARN' = 'ERROR') =>
  check({ status: 'FAILED', evaluation: { passed: false, severity, atMs } });
const without = (status: CheckExecution['status']) => check({ status, evaluation: null });

describe('an asset is fresh', () => {
  it('if the age of its last materialization is within its interval', () => {
    expect(judge(materializedAt(daysAgo(1)))).toMatchObject({
      asset: 'chain/blocks',
      owners: ['team:chains'],
      ageMs: DAY_MS,
      fresh: true,
      decidedBy: 'materialized',
      dueMs: NOW_MS + DAY_MS,
      staleSinceMs: null,
    });
  });

  it('to the last millisecond of the interval', () => {
    expect(judge(materializedAt(daysAgo(2))).fresh).toBe(true);
    expect(judge(materializedAt(daysAgo(2) - 1)).fresh).toBe(false);
  });

  it('if not by its age, then because all checks of ERROR severity passed within the interval', () => {
    const checks = [passed(daysAgo(1)), passed(daysAgo(1.5))];
    expect(judge({ ...materializedAt(daysAgo(9)), checks })).toMatchObject({
      fresh: true,
      decidedBy: 'audits',
      dueMs: daysAgo(1.5) + 2 * DAY_MS,
      staleSinceMs: null,
      checks,
    });
  });

  it('whatever checks of WARN severity say', () => {
    const checks = [passed(daysAgo(1)), failed(daysAgo(1), 'WARN'), passed(daysAgo(8), 'WARN')];
    expect(judge({ ...materializedAt(daysAgo(9)), checks }).decidedBy).toBe('audits');
  });

  it('by its materialization first, however its checks went', () => {
    expect(judge({ ...materializedAt(daysAgo(1)), checks: [failed(daysAgo(1))] }).decidedBy).toBe('materialized');
  });

  it('by the catalogue’s default where it declares nothing', () => {
    expect(judge(materializedAt(daysAgo(6)), null)).toMatchObject({ fresh: true, interval: { origin: 'default' } });
  });

  it('also if its last materialization lies ahead, by a clock that is wrong', () => {
    expect(judge(materializedAt(NOW_MS + HOUR_MS))).toMatchObject({ fresh: true, ageMs: 0 });
  });
});

describe('an asset is stale', () => {
  it('since its last materialization plus its interval', () => {
    expect(judge(materializedAt(daysAgo(5)))).toMatchObject({
      fresh: false,
      decidedBy: 'stale',
      staleSinceMs: daysAgo(3),
      dueMs: daysAgo(3),
    });
  });

  it('if it was never materialized, since no one knows when', () => {
    expect(judge({ checks: [passed(daysAgo(1))] })).toMatchObject({
      fresh: false,
      decidedBy: 'never materialized',
      staleSinceMs: null,
      dueMs: null,
      ageMs: null,
    });
  });

  it.each([
    ['has no check', []],
    ['has only checks of WARN severity', [passed(daysAgo(1), 'WARN')]],
    ['has a check that failed', [passed(daysAgo(1)), failed(daysAgo(1))]],
    ['has a check that passed too long ago', [passed(daysAgo(1)), passed(daysAgo(2.1))]],
    ['has a check that has not run since', [passed(daysAgo(1)), check(null)]],
    ['has a check that is running', [passed(daysAgo(1)), without('IN_PROGRESS')]],
    ['has a check that broke down', [passed(daysAgo(1)), without('EXECUTION_FAILED')]],
    ['has a check that was skipped', [passed(daysAgo(1)), without('SKIPPED')]],
  ])('if it is too old and %s', (_, checks) => {
    expect(judge({ ...materializedAt(daysAgo(5)), checks }).decidedBy).toBe('stale');
  });

  it('since the deadline of its cron policy that it missed', () => {
    const byTen: DeclaredFreshness = {
      from: 'cron',
      deadlineCron: '0 10 * * *',
      lowerBoundMs: HOUR_MS,
      timeZone: 'UTC',
    };
    expect(judge(materializedAt(Date.UTC(2026, 10, 20, 9, 30)), byTen)).toMatchObject({
      fresh: false,
      staleSinceMs: Date.UTC(2026, 10, 21, 10),
    });
    expect(judge(materializedAt(Date.UTC(2026, 10, 22, 9, 30)), byTen)).toMatchObject({
      fresh: true,
      dueMs: Date.UTC(2026, 10, 23, 10),
    });
  });
});

describe('a time-partitioned asset', () => {
  const midnight = Date.UTC(2026, 10, 22);
  const of = (marks: string, lastClosesMs = midnight) => ({
    ...materializedAt(daysAgo(0.1)),
    partitions: days(marks, lastClosesMs),
  });

  it('is fresh while its newest closed partition is materialized', () => {
    expect(judge(of('mmm'))).toMatchObject({
      fresh: true,
      decidedBy: 'materialized',
      newestClosed: { key: '2026-11-21', materialized: true },
    });
  });

  it('is fresh although its interval is shorter than its windows', () => {
    const monthly = days('m', daysAgo(15));
    expect(judge({ ...materializedAt(daysAgo(14)), partitions: monthly }).fresh).toBe(true);
  });

  it('is fresh until the interval has passed since its newest partition closed', () => {
    expect(judge(of('mm.'))).toMatchObject({
      fresh: true,
      dueMs: midnight + 2 * DAY_MS,
      newestClosed: { key: '2026-11-21', materialized: false },
    });
    expect(judge(of('mm.', midnight - 2 * DAY_MS))).toMatchObject({ fresh: false, staleSinceMs: midnight });
  });

  it('is stale since the first window that it missed became due, not the last', () => {
    expect(judge(of('mm....'))).toMatchObject({ fresh: false, staleSinceMs: midnight - DAY_MS });
  });

  it('is not stale since an older hole, where it went on after that', () => {
    expect(judge(of('m..m....'))).toMatchObject({ staleSinceMs: midnight - DAY_MS });
  });

  it('is not made fresh by a backfill of old partitions', () => {
    const backfilled = of('mmmm....');
    expect(backfilled.lastMaterialization?.atMs).toBeGreaterThan(daysAgo(1));
    expect(judge(backfilled).decidedBy).toBe('stale');
  });

  it('is not made stale by old holes, which are the partitions objective’s', () => {
    expect(judge(of('m..m..m')).fresh).toBe(true);
  });

  it('counts a partition as materialized once it was, whatever becomes of a re-run', () => {
    expect(judge(of('mmR')).newestClosed).toMatchObject({ materialized: true });
    expect(judge(of('mmr')).newestClosed).toMatchObject({ materialized: false });
    expect(judge(of('mmF')).newestClosed).toMatchObject({ materialized: true });
    expect(judge(of('mmf')).newestClosed).toMatchObject({ materialized: false });
  });

  it('is not expected to have what has not closed', () => {
    expect(judge(of('mm.', midnight + DAY_MS))).toMatchObject({
      fresh: true,
      newestClosed: { key: '2026-11-21', materialized: true },
    });
  });

  it('does not know when it is due next: it is unknown when the next window closes', () => {
    expect(judge(of('mmm')).dueMs).toBeNull();
  });

  it('can be fresh by its checks', () => {
    expect(judge({ ...of('m....'), checks: [passed(daysAgo(1))] }).decidedBy).toBe('audits');
  });

  it('is stale if none of its partitions was ever materialized', () => {
    expect(judge({ partitions: days('...', midnight) }).decidedBy).toBe('never materialized');
  });

  it('is judged by its last materialization before its first window has closed', () => {
    expect(judge({ ...materializedAt(daysAgo(1)), partitions: days('m', midnight + DAY_MS) })).toMatchObject({
      fresh: true,
      newestClosed: null,
    });
  });

  it('with other dimensions too is late for a window until all of its partitions are there', () => {
    const [newest, before, older] = [0, 1, 2].map((ago) => midnight - ago * DAY_MS);
    const hole = (others: string, window: number, closedMs: number) => ({
      key: `${others}|${window}`,
      window,
      others,
      closedMs,
    });
    const partitions = {
      ...slots('m'),
      total: 6,
      missing: [hole('eth', 2, newest), hole('usd', 1, before)],
      newestClosed: { key: '2', window: 2, closedMs: newest, materialized: false },
    };
    expect(judge({ ...materializedAt(daysAgo(0.1)), partitions })).toMatchObject({
      newestClosed: { key: '2', materialized: false },
      dueMs: before + 2 * DAY_MS,
    });
    const complete = {
      ...partitions,
      missing: [hole('eth', 0, older)],
      newestClosed: { ...partitions.newestClosed, materialized: true },
    };
    expect(judge({ ...materializedAt(daysAgo(0.1)), partitions: complete })).toMatchObject({
      fresh: true,
      dueMs: null,
    });
  });

  it('is out of scope while it has no partition', () => {
    const known = state({ partitions: slots('') });
    expect(judgeFreshness(asset({ isPartitioned: true }), known, WEEK_BY_DEFAULT, clockAt(NOW_MS))).toBeNull();
  });
});

describe('judging freshness', () => {
  it('leaves out what cannot be materialized', () => {
    const external = asset({ isMaterializable: false });
    expect(judgeFreshness(external, state(), WEEK_BY_DEFAULT, clockAt(NOW_MS))).toBeNull();
  });

  it('judges an asset with static partitions by its last materialization', () => {
    expect(judge({ ...materializedAt(daysAgo(1)), partitions: slots('m.f') })).toMatchObject({
      fresh: true,
      newestClosed: null,
    });
  });

  it('calls stale exactly what is past its due, and since then', () => {
    const policies = fc.oneof(
      fc.integer({ min: 60_000, max: 9 * DAY_MS }).map((failAfterMs) => ({ from: 'timeWindow', failAfterMs }) as const),
      fc
        .constantFrom('0 9 * * *', '0 6 * * 1-5', '30 */4 * * *')
        .map(
          (deadlineCron) => ({ from: 'cron', deadlineCron, lowerBoundMs: HOUR_MS, timeZone: 'Europe/Berlin' }) as const
        )
    );
    fc.assert(
      fc.property(policies, fc.integer({ min: 0, max: 20 * DAY_MS }), (policy, ageMs) => {
        const verdict = judge(materializedAt(NOW_MS - ageMs), policy);
        const { dueMs, fresh, staleSinceMs, interval } = verdict;
        expect(fresh).toBe(dueMs !== null && NOW_MS <= dueMs);
        expect(staleSinceMs).toBe(fresh ? null : dueMs);
        // No materialization keeps an asset fresh for longer than a weekend's pause and the lower bound.
        expect((dueMs ?? 0) - (NOW_MS - ageMs)).toBeLessThanOrEqual(Math.max(interval.longestMs, 3 * DAY_MS + HOUR_MS));
      })
    );
  });
});
