import { HOUR_MS, MINUTE_MS } from '../../../budget/durations';
import type { AssetGraph, AssetKey, Run, RunDetail, RunFailures, StepResult } from '../model';
import { eventsOf, runsNeedingDetail, runsNeedingLog } from './eventsOf';
import { groupRuns } from './groupRuns';
import { AFTER_RETRIES, EVERY_ATTEMPT, graphOf, NIGHTLY_GRAPH, node, NOW_MS, run } from './histories.testing';
import { notCounted } from './notCounted';
import { perAsset } from './perAsset';
import { PlanReader } from './plannedProcesses';
import type { ProcessEvent } from './processEvent';
import type { ReliabilityRules } from './rules';
import { toCounts } from './toCounts';

const T = NOW_MS - 100 * HOUR_MS;
const RESCUE: ReliabilityRules = { ...AFTER_RETRIES, manualReruns: 'rescue' };

interface Given {
  runs: Run[];
  details?: RunDetail[];
  failures?: RunFailures[];
  graph?: AssetGraph;
  scope?: AssetKey[];
  rules?: ReliabilityRules;
  nowMs?: number;
}

function circumstances({
  details = [],
  failures = [],
  graph = NIGHTLY_GRAPH,
  scope,
  rules = AFTER_RETRIES,
  nowMs = NOW_MS,
}: Given) {
  return {
    plans: new PlanReader(graph),
    details: new Map(details.map((detail) => [detail.runId, detail])),
    failures: new Map(failures.map((each) => [each.runId, each])),
    scope: new Set(scope ?? graph.nodes.keys()),
    rules,
    nowMs,
  };
}

function eventsIn(given: Given): ProcessEvent[] {
  return groupRuns(given.runs, given.rules ?? AFTER_RETRIES).flatMap((group) => eventsOf(group, circumstances(given)));
}

/** `process: outcome @hours`, hours since T. */
function outcomesOf(given: Given): string[] {
  return eventsIn(given).map(({ process, outcome, atMs }) => `${process}: ${outcome} @${(atMs - T) / HOUR_MS}`);
}

function needed(given: Given): string[] {
  const groups = groupRuns(given.runs, given.rules ?? AFTER_RETRIES);
  return runsNeedingDetail(groups, circumstances(given)).map(({ id }) => id);
}

function hours(from: number, to: number | null): Pick<Run, 'createdMs' | 'startMs' | 'endMs'> {
  return { createdMs: T + from * HOUR_MS, startMs: T + from * HOUR_MS, endMs: to === null ? null : T + to * HOUR_MS };
}

function of(parent: string, root = parent): Pick<Run, 'parentRunId' | 'rootRunId'> {
  return { parentRunId: parent, rootRunId: root };
}

function tags(all: Record<string, string>): Pick<Run, 'tags'> {
  return { tags: new Map(Object.entries(all)) };
}

const WILL_RETRY = tags({ 'dagster/will_retry': 'true' });
const RETRY = tags({ 'dagster/retry_number': '1' });
const LONE = { assetSelection: ['lone'], stepKeys: ['lone'] };

function detail(runId: string, planned: AssetKey[] | null, steps: StepResult[]): RunDetail {
  return { runId, planned, steps };
}

function step(
  stepKey: string,
  status: StepResult['status'],
  made: AssetKey[] = [],
  endHours: number[] = [0.5]
): StepResult {
  return {
    stepKey,
    status,
    attempts: endHours.map((end) => ({ startMs: T + end * HOUR_MS - MINUTE_MS, endMs: T + end * HOUR_MS })),
    materializations: made.map((asset) => ({ asset, partition: null, atMs: T + (endHours[0] ?? 0.5) * HOUR_MS })),
  };
}

function needsLog(given: Given): string[] {
  const groups = groupRuns(given.runs, given.rules ?? AFTER_RETRIES);
  return runsNeedingLog(groups, circumstances(given)).map(({ id }) => id);
}

interface Said {
  stoppedAt?: number;
  tooLong?: boolean;
  bySteps?: Record<string, string>;
}

/** What a log says; `stoppedAt` in hours since T. */
function log(runId: string, { stoppedAt, tooLong = false, bySteps = {} }: Said): RunFailures {
  const stopped = stoppedAt === undefined ? null : { atMs: T + stoppedAt * HOUR_MS, tooLong };
  return { runId, bySteps: new Map(Object.entries(bySteps)), ofRun: null, checks: [], stopped };
}

const MODELS = Array.from({ length: 500 }, (_, i) => `sqlmesh/model_${i}`);
const SQLMESH = graphOf(MODELS.map((key) => node(key, { opNames: ['sqlmesh_project'], jobNames: ['sqlmesh'] })));
const TABLES = { assetSelection: ['t/a', 't/b', 't/c'] };

describe('one event is one process of one retry group', () => {
  test('a single-asset run is one event', () => {
    expect(outcomesOf({ runs: [run('r', { ...LONE, ...hours(0, 1) })] })).toEqual(['lone: good @1']);
  });

  test('a SQLMesh attempt is one event however many models it has', () => {
    const runs = [run('r', { jobName: 'sqlmesh', ...hours(0, 1) })];
    const details = [detail('r', MODELS, [step('sqlmesh_project', 'SUCCESS', MODELS)])];
    expect(outcomesOf({ runs, details, graph: SQLMESH })).toEqual(['sqlmesh_project: good @1']);
    expect(outcomesOf({ runs, details, graph: SQLMESH, rules: EVERY_ATTEMPT })).toEqual(['sqlmesh_project: good @0.5']);
  });

  test("a graph asset's whole graph is one process, and good only once its asset is there", () => {
    const runs = [run('r', { assetSelection: ['marts/g'], status: 'FAILURE', ...hours(0, 1) })];
    const load = step('marts__g.load', 'SUCCESS');
    expect(outcomesOf({ runs, details: [detail('r', ['marts/g'], [load])] })).toEqual(['marts__g: bad @1']);
    const clean = step('marts__g.clean', 'SUCCESS', ['marts/g']);
    expect(outcomesOf({ runs, details: [detail('r', ['marts/g'], [load, clean])] })).toEqual(['marts__g: good @1']);
  });

  test('the partitions of a range run are one process, and some of them are not all', () => {
    const range = { ...LONE, ...hours(0, 1), ...tags({ 'dagster/asset_partition_range_start': '2026-01-01' }) };
    expect(outcomesOf({ runs: [run('r', range)] })).toEqual(['lone: good @1']);
    const details = [detail('r', ['lone'], [step('lone', 'FAILURE', ['lone'])])];
    expect(outcomesOf({ runs: [run('r', { ...range, status: 'FAILURE' })], details })).toEqual(['lone: bad @1']);
  });

  test('a run without assets is no event, neither is one of a job that no longer exists', () => {
    expect(outcomesOf({ runs: [run('r', { jobName: 'cleanup' })] })).toEqual([]);
    expect(outcomesOf({ runs: [run('r', { jobName: 'cleanup', status: 'FAILURE' })] })).toEqual([]);
    expect(needed({ runs: [run('r', { jobName: 'cleanup', status: 'FAILURE' })] })).toEqual([]);
  });

  test('steps show what a run of a renamed job had planned', () => {
    const renamed = run('r', { jobName: 'old', stepKeys: ['lone', 'marts__g.load', 'lone_check'], ...hours(0, 1) });
    const given = { runs: [renamed], details: [detail('r', null, [])] };
    expect(needed(given)).toEqual(['r']);
    expect(outcomesOf(given)).toEqual(['lone: good @1', 'marts__g: good @1']);
  });

  test('an empty selection is a selection: a run that executes checks only is no event, also in the op of their asset', () => {
    const runs = [run('r', { assetSelection: [], stepKeys: ['tables'] })];
    expect(needed({ runs })).toEqual([]);
    expect(outcomesOf({ runs })).toEqual([]);
    expect(outcomesOf({ runs: [{ ...runs[0], status: 'FAILURE' }] })).toEqual([]);
  });

  test('a job of checks alone, which none of the assets names, is no event though its op is that of assets', () => {
    const runs = [run('r', { jobName: 'table_checks', stepKeys: ['tables'], ...hours(0, 1) })];
    const details = [detail('r', [], [step('tables', 'SUCCESS')])];
    for (const rules of [AFTER_RETRIES, EVERY_ATTEMPT]) {
      expect(needed({ runs, rules })).toEqual(['r']);
      expect(outcomesOf({ runs, details, rules })).toEqual([]);
    }
  });

  test('only assets in scope make a process good or bad', () => {
    const runs = [run('r', { ...TABLES, status: 'FAILURE', ...hours(0, 1) })];
    const details = [detail('r', ['t/a', 't/b', 't/c'], [step('tables', 'FAILURE', ['t/a'])])];
    expect(outcomesOf({ runs, details, scope: ['t/a'] })).toEqual(['tables: good @1']);
    expect(outcomesOf({ runs, details, scope: ['t/a', 't/b'] })).toEqual(['tables: bad @1']);
    expect(eventsIn({ runs, details, scope: ['t/a', 't/b'] })[0].assets).toEqual(['t/a', 't/b']);
    expect(outcomesOf({ runs, details, scope: ['lone'] })).toEqual([]);
  });
});

describe('after retries', () => {
  const first = run('a', { ...TABLES, status: 'FAILURE', ...WILL_RETRY, ...hours(0, 1) });
  const second = run('b', { ...TABLES, ...of('a'), ...RETRY, ...hours(1.5, 3) });

  test('a process is good at the end of the first attempt that materialized it', () => {
    const details = [detail('a', TABLES.assetSelection, [step('tables', 'FAILURE')])];
    expect(outcomesOf({ runs: [first, second], details })).toEqual(['tables: good @3']);
  });

  test('attempts are united: each asset of the step need only have been materialized by some of them', () => {
    const fromAssetFailure = run('b', { ...second, assetSelection: ['t/b', 't/c'], status: 'FAILURE' });
    const details = [
      detail('a', TABLES.assetSelection, [step('tables', 'FAILURE', ['t/a'])]),
      detail('b', ['t/b', 't/c'], [step('tables', 'FAILURE', ['t/b', 't/c'], [2])]),
    ];
    expect(outcomesOf({ runs: [first, fromAssetFailure], details })).toEqual(['tables: good @3']);
  });

  test('a retry that concerns no asset in scope needs no look inside', () => {
    const runs = [
      run('a', { assetSelection: ['lone', 'other'], status: 'FAILURE', ...WILL_RETRY, ...hours(0, 1) }),
      run('b', { assetSelection: ['other'], status: 'FAILURE', ...of('a'), ...RETRY, ...hours(1, 2) }),
    ];
    const details = [detail('a', ['lone', 'other'], [step('lone', 'SUCCESS', ['lone']), step('other', 'FAILURE')])];
    expect(needed({ runs, scope: ['lone'] })).toEqual(['a']);
    expect(outcomesOf({ runs, details, scope: ['lone'] })).toEqual(['lone: good @1']);
  });

  test('an optional output that a successful step did not produce is not missing', () => {
    const details = [detail('a', TABLES.assetSelection, [step('tables', 'SUCCESS', ['t/a'])])];
    expect(outcomesOf({ runs: [{ ...first, tags: new Map() }], details })).toEqual(['tables: good @1']);
  });

  test('a step that Dagster skipped for want of an optional input is no event', () => {
    const details = [detail('a', TABLES.assetSelection, [step('tables', 'SKIPPED')])];
    expect(outcomesOf({ runs: [{ ...first, tags: new Map() }], details })).toEqual([]);
  });

  test('only failed runs are looked into', () => {
    expect(needed({ runs: [first, second] })).toEqual(['a']);
    expect(needed({ runs: [first, second], scope: ['lone'] })).toEqual([]);
  });

  test('without the detail of a failed run nothing is counted', () => {
    const [event] = eventsIn({ runs: [first, second] });
    expect(event).toMatchObject({ outcome: 'pending', settled: false, atMs: T + HOUR_MS });
  });
});

describe('steps behind a failure', () => {
  const failed = run('r', {
    stepKeys: ['extract', 'tables', 'marts__g.load', 'lone'],
    status: 'FAILURE',
    ...hours(0, 1),
  });
  const planned = ['extract', 't/a', 't/b', 't/c', 'marts/g', 'lone'];

  test('are no events but counted apart, however far behind; whatever did not depend on it died with the run', () => {
    const details = [detail('r', planned, [step('extract', 'FAILURE')])];
    const texts = outcomesOf({ runs: [failed], details });
    expect(texts).toEqual([
      'extract: bad @1',
      'tables: upstreamFailed @1',
      'marts__g: upstreamFailed @1',
      'lone: bad @1',
    ]);
    const events = eventsIn({ runs: [failed], details });
    expect(notCounted(events, { fromMs: T, toMs: NOW_MS })).toEqual({
      upstreamFailed: 2,
      cancelledGroups: 0,
      pendingGroups: 0,
    });
  });

  test('are upstream failed too where the failed step is out of scope', () => {
    const details = [detail('r', planned, [step('extract', 'FAILURE')])];
    expect(outcomesOf({ runs: [failed], details, scope: ['marts/g'] })).toEqual(['marts__g: upstreamFailed @1']);
  });

  test('are upstream failed behind a blocking asset check, which is a step of its own', () => {
    const steps = [
      step('extract', 'SUCCESS', ['extract']),
      step('extract_rows', 'FAILURE'),
      step('lone', 'SUCCESS', ['lone']),
    ];
    expect(outcomesOf({ runs: [failed], details: [detail('r', planned, steps)] })).toEqual([
      'extract: good @1',
      'tables: upstreamFailed @1',
      'marts__g: upstreamFailed @1',
      'lone: good @1',
    ]);
  });

  test('all count as failed where the run died before any step began', () => {
    const outcomes = eventsIn({ runs: [failed], details: [detail('r', planned, [])] }).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['bad', 'bad', 'bad', 'bad']);
  });
});

describe('regardless of retries', () => {
  test('every attempt of a step is an event, op retries inside a successful run included', () => {
    const runs = [run('r', { ...LONE, ...hours(0, 1) })];
    const details = [detail('r', ['lone'], [step('lone', 'SUCCESS', ['lone'], [0.25, 0.5, 0.75])])];
    expect(needed({ runs, rules: EVERY_ATTEMPT })).toEqual(['r']);
    expect(outcomesOf({ runs, details, rules: EVERY_ATTEMPT })).toEqual([
      'lone: bad @0.25',
      'lone: bad @0.5',
      'lone: good @0.75',
    ]);
  });

  test('a failed run whose step never started is one failed attempt', () => {
    const runs = [run('r', { ...LONE, status: 'FAILURE', ...hours(0, 1) })];
    expect(outcomesOf({ runs, details: [detail('r', ['lone'], [])], rules: EVERY_ATTEMPT })).toEqual(['lone: bad @1']);
  });

  test('an attempt that the death of its run cut off is a failed one', () => {
    const runs = [run('r', { ...LONE, status: 'FAILURE', ...hours(0, 1) })];
    const details = [detail('r', ['lone'], [step('lone', 'IN_PROGRESS', [], [0.25])])];
    expect(outcomesOf({ runs, details, rules: EVERY_ATTEMPT })).toEqual(['lone: bad @0.25', 'lone: bad @1']);
  });

  test('a failed attempt counts at once, whether or not a retry is announced or cancelled', () => {
    const runs = [
      run('a', { ...LONE, status: 'FAILURE', ...WILL_RETRY, ...hours(0, 1) }),
      run('b', { ...LONE, status: 'CANCELED', ...of('a'), ...RETRY, ...hours(1, 2) }),
    ];
    const details = [detail('a', ['lone'], [step('lone', 'FAILURE')])];
    const given = { runs, details, rules: EVERY_ATTEMPT };
    expect(outcomesOf({ ...given, nowMs: T + HOUR_MS })[0]).toBe('lone: bad @0.5');
    expect(outcomesOf(given)).toEqual(['lone: bad @0.5', 'lone: cancelled @2']);
  });

  test('a failed audit fails the attempt although models were written', () => {
    const runs = [run('r', { jobName: 'sqlmesh', status: 'FAILURE', ...hours(0, 1) })];
    const details = [detail('r', MODELS, [step('sqlmesh_project', 'FAILURE', MODELS)])];
    expect(outcomesOf({ runs, details, graph: SQLMESH, rules: EVERY_ATTEMPT })).toEqual(['sqlmesh_project: bad @0.5']);
  });
});

describe('an event settles', () => {
  const failed = run('a', { ...LONE, status: 'FAILURE', ...hours(0, 1) });
  const announced = { ...failed, ...WILL_RETRY };
  const details = [detail('a', ['lone'], [step('lone', 'FAILURE')])];

  test.each([
    ['absent', {}],
    ['false', { 'dagster/will_retry': 'false' }],
  ])('at the end of the run where will_retry is %s', (_, all) => {
    const given = { runs: [{ ...failed, ...tags(all) }], details, nowMs: T + HOUR_MS };
    expect(outcomesOf(given)).toEqual(['lone: bad @1']);
  });

  test('after retrySettle where the announced retry does not appear', () => {
    const given = { runs: [announced], details };
    expect(outcomesOf({ ...given, nowMs: T + 2 * HOUR_MS - 1 })).toEqual(['lone: pending @1']);
    expect(outcomesOf({ ...given, nowMs: T + 2 * HOUR_MS })).toEqual(['lone: bad @1']);
  });

  test('and does not move when the retry appears too late: that is an event of its own', () => {
    const late = run('b', { ...LONE, ...of('a'), ...RETRY, ...hours(2.5, 3) });
    expect(outcomesOf({ runs: [announced, late], details })).toEqual(['lone: bad @1', 'lone: good @3']);
  });

  test('later, where someone re-executes it by hand before it has settled', () => {
    const byHand = run('m', { ...LONE, ...of('a'), ...hours(1.5, 4) });
    expect(outcomesOf({ runs: [announced, byHand], details, nowMs: T + 3 * HOUR_MS })).toEqual(['lone: pending @1']);
    expect(outcomesOf({ runs: [announced, byHand], details })).toEqual(['lone: good @4']);
  });

  test('as bad once its group has been open for longer than the pending deadline, whatever comes later', () => {
    const hung = run('h', { ...LONE, status: 'STARTED', ...hours(0, null) });
    const begun = [detail('h', ['lone'], [step('lone', 'IN_PROGRESS', [], [])])];
    expect(outcomesOf({ runs: [hung], nowMs: T + 24 * HOUR_MS - 1 })).toEqual(['lone: pending @0']);
    expect(needed({ runs: [hung] })).toEqual(['h']);
    expect(outcomesOf({ runs: [hung], details: begun })).toEqual(['lone: bad @24']);
    const cameBack = run('h', { ...LONE, ...hours(0, 30) });
    const ended = [detail('h', ['lone'], [step('lone', 'SUCCESS', ['lone'], [29])])];
    expect(outcomesOf({ runs: [cameBack], details: ended })).toEqual(['lone: bad @24']);
    const killed = run('h', { ...LONE, status: 'CANCELED', ...hours(0, 30) });
    expect(outcomesOf({ runs: [killed], details: begun })).toEqual(['lone: bad @24']);
  });

  test('as bad at the deadline where a run waits in the queue all day; there is nothing to look into', () => {
    const queued = run('q', { ...LONE, status: 'QUEUED', createdMs: T, startMs: null, endMs: null });
    for (const rules of [AFTER_RETRIES, EVERY_ATTEMPT]) {
      expect(needed({ runs: [queued], rules })).toEqual([]);
      expect(outcomesOf({ runs: [queued], rules })).toEqual(['lone: bad @24']);
    }
  });

  test('as good where a hung run had materialized it before the deadline', () => {
    const hung = run('h', { assetSelection: ['lone', 'other'], status: 'STARTED', ...hours(0, null) });
    const steps = [step('lone', 'SUCCESS', ['lone'], [2]), step('other', 'IN_PROGRESS', [], [])];
    expect(outcomesOf({ runs: [hung], details: [detail('h', ['lone', 'other'], steps)] })).toEqual([
      'lone: good @2',
      'other: bad @24',
    ]);
  });
});

describe('a manual re-execution after the group settled', () => {
  const failed = run('a', { ...LONE, status: 'FAILURE', ...hours(0, 1) });
  const byHand = run('m', { ...LONE, ...of('a'), ...hours(50, 51) });
  const details = [detail('a', ['lone'], [step('lone', 'FAILURE')])];

  test('is an event of its own by default', () => {
    expect(outcomesOf({ runs: [failed, byHand], details })).toEqual(['lone: bad @1', 'lone: good @51']);
  });

  test('restates history where it may rescue, and the failure never counts as settled', () => {
    expect(outcomesOf({ runs: [failed, byHand], details, rules: RESCUE })).toEqual(['lone: good @51']);
    const [bad] = eventsIn({ runs: [failed], details, rules: RESCUE });
    expect(bad).toMatchObject({ outcome: 'bad', settled: false });
  });

  test('is no second failure where its rescue fails', () => {
    const inVain = { ...byHand, status: 'FAILURE' as const };
    const more = [...details, detail('m', ['lone'], [step('lone', 'FAILURE', [], [50.5])])];
    expect(needed({ runs: [failed, inVain], rules: RESCUE })).toEqual(['a', 'm']);
    expect(outcomesOf({ runs: [failed, inVain], details: more, rules: RESCUE })).toEqual(['lone: bad @1']);
  });

  test('has nothing to rescue after a success or a cancelled run', () => {
    for (const status of ['SUCCESS', 'CANCELED'] as const) {
      const [first, second] = outcomesOf({ runs: [{ ...failed, status }, byHand], rules: RESCUE });
      expect([first, second]).toEqual([`lone: ${status === 'SUCCESS' ? 'good' : 'cancelled'} @1`, 'lone: good @51']);
    }
  });

  test('is distinguished from an automatic retry although it copied the retry number', () => {
    const parent = { ...failed, ...tags({ 'dagster/will_retry': 'true', 'dagster/auto_retry_run_id': 'gone' }) };
    const copied = run('m', { ...LONE, status: 'FAILURE', ...of('a'), ...RETRY, ...hours(1.5, 1.75) });
    const more = [...details, detail('m', ['lone'], [step('lone', 'FAILURE', [], [1.6])])];
    expect(outcomesOf({ runs: [parent, copied], details: more })).toEqual(['lone: bad @1']);
  });
});

describe('a cancelled run', () => {
  const failed = run('a', { ...LONE, status: 'FAILURE', ...WILL_RETRY, ...hours(0, 1) });
  const retry = run('b', { ...LONE, status: 'CANCELED', ...of('a'), ...RETRY, ...hours(1, 2) });
  const byHand = run('c', { status: 'CANCELED', ...hours(3, 4) });
  const details = [detail('a', ['lone'], [step('lone', 'FAILURE')])];

  test('is excluded and counted where nothing had failed before, with whatever of it had succeeded', () => {
    const succeeded = [detail('c', ['lone', 'other'], [step('lone', 'SUCCESS', ['lone'], [3.5])])];
    const events = eventsIn({ runs: [byHand], details: succeeded, failures: [log('c', { stoppedAt: 3.9 })] });
    expect(new Set(events.map(({ outcome }) => outcome))).toEqual(new Set(['cancelled']));
    expect(notCounted(events, { fromMs: T, toMs: NOW_MS }).cancelledGroups).toBe(1);
    expect(notCounted(events, { fromMs: T, toMs: T + 3 * HOUR_MS }).cancelledGroups).toBe(0);
  });

  test('leaves the failure that it was to retry a failure', () => {
    const given = { runs: [failed, retry], details };
    expect(needed(given)).toEqual(['a', 'b']);
    expect(outcomesOf(given)).toEqual(['lone: bad @2']);
    expect(outcomesOf({ ...given, rules: EVERY_ATTEMPT })).toEqual(['lone: bad @0.5', 'lone: cancelled @2']);
  });

  test('keeps what had failed in it before, and only what was cut off is left out', () => {
    const assetSelection = ['lone', 'other', 'extract', 't/a'];
    const steps = [
      step('lone', 'SUCCESS', ['lone'], [1]),
      step('extract', 'FAILURE', [], [2]),
      step('other', 'FAILURE', [], [3.5]),
    ];
    const given = {
      runs: [run('r', { assetSelection, status: 'CANCELED', ...hours(0, 4) })],
      details: [detail('r', assetSelection, steps)],
      failures: [log('r', { stoppedAt: 3 })],
    };
    const others = ['other: cancelled @4', 'tables: upstreamFailed @4'];
    expect(outcomesOf(given).sort()).toEqual(['extract: bad @4', 'lone: good @4', ...others]);
    expect(outcomesOf({ ...given, rules: EVERY_ATTEMPT }).sort()).toEqual([
      'extract: bad @2',
      'lone: good @1',
      ...others,
    ]);
  });

  test('shows which step it interrupted by the error of the step too, whatever the clocks say', () => {
    const runs = [run('r', { ...LONE, status: 'CANCELED', ...hours(0, 4) })];
    const interrupted = log('r', { stoppedAt: 4, bySteps: { lone: 'DagsterExecutionInterruptedError' } });
    const given = { runs, details: [detail('r', ['lone'], [step('lone', 'FAILURE', [], [3.5])])] };
    expect(outcomesOf({ ...given, failures: [interrupted] })).toEqual(['lone: cancelled @4']);
    expect(outcomesOf({ ...given, failures: [log('r', { stoppedAt: 4 })] })).toEqual(['lone: bad @4']);
  });

  test('keeps the failed tries of an op whose next try was cut off', () => {
    const given = {
      runs: [run('r', { ...LONE, status: 'CANCELED', ...hours(0, 4) })],
      details: [detail('r', ['lone'], [step('lone', 'IN_PROGRESS', [], [1, 2])])],
      failures: [log('r', { stoppedAt: 3 })],
    };
    expect(outcomesOf(given)).toEqual(['lone: bad @4']);
    expect(outcomesOf({ ...given, rules: EVERY_ATTEMPT })).toEqual([
      'lone: bad @1',
      'lone: bad @2',
      'lone: cancelled @4',
    ]);
  });

  test.each([
    ['its log names the maximum runtime', {}, { stoppedAt: 2, tooLong: true }],
    ['it had reached the runtime that its tag allows', tags({ 'dagster/max_runtime': '7200' }), undefined],
  ])('is a failure where %s', (_, more, said) => {
    const runs = [run('r', { ...LONE, status: 'CANCELED', ...hours(0, 2), ...more })];
    const given = {
      runs,
      details: [detail('r', ['lone'], [step('lone', 'IN_PROGRESS', [], [])])],
      failures: said ? [log('r', said)] : [],
    };
    expect(needsLog(given)).toEqual(said ? ['r'] : []);
    expect(outcomesOf(given)).toEqual(['lone: bad @2']);
    expect(outcomesOf({ ...given, rules: EVERY_ATTEMPT })).toEqual(['lone: bad @2']);
  });

  test('in the queue needs no look inside', () => {
    const given = {
      runs: [run('q', { ...LONE, status: 'CANCELED', createdMs: T, startMs: null, endMs: T + HOUR_MS })],
    };
    expect([needed(given), needsLog(given)]).toEqual([[], []]);
    expect(outcomesOf(given)).toEqual(['lone: cancelled @1']);
  });
});

describe('counts', () => {
  test('hold runs that began before the window and ended in it', () => {
    const events = eventsIn({ runs: [run('r', { ...LONE, ...hours(-5, 1) })] });
    const counts = toCounts(events, { fromMs: T, toMs: T + 3 * HOUR_MS, stepMs: HOUR_MS, nowMs: NOW_MS });
    expect([...counts.total]).toEqual([0, 1, 0]);
    expect([...counts.good]).toEqual([0, 1, 0]);
  });

  test('cover time in which nothing ran, from when runs are known until they were read', () => {
    const nowMs = T + 2.25 * HOUR_MS;
    const range = { fromMs: T, toMs: T + 4 * HOUR_MS, stepMs: HOUR_MS, nowMs, observedFromMs: T + 0.5 * HOUR_MS };
    const counts = toCounts([], range);
    expect([...counts.coverage]).toEqual([0.5, 1, 0.25, 0]);
    expect([...counts.total]).toEqual([0, 0, 0, 0]);
    expect(counts.settledUntilMs).toBe(T + 2 * HOUR_MS);
  });

  test('are settled before the first attempt of an open group, where its processes may yet count', () => {
    const runs = [
      run('a', { ...LONE, status: 'FAILURE', ...WILL_RETRY, ...hours(0, 1.5) }),
      run('b', { ...LONE, status: 'STARTED', ...of('a'), ...RETRY, ...hours(2, null) }),
    ];
    const nowMs = T + 4 * HOUR_MS;
    const range = { fromMs: T, toMs: nowMs, stepMs: HOUR_MS, nowMs };
    expect(toCounts(eventsIn({ runs, nowMs }), range).settledUntilMs).toBe(T + HOUR_MS);
  });

  test('are not settled for the moments that Dagster takes to announce a retry', () => {
    const nowMs = T + HOUR_MS + 1000;
    const range = { fromMs: T, toMs: T + HOUR_MS, stepMs: 5 * MINUTE_MS, nowMs };
    expect(toCounts([], range).settledUntilMs).toBeLessThan(T + HOUR_MS);
  });
});

describe('per-asset figures', () => {
  test('attribute the process to each of its assets, with the last failure', () => {
    const assets = { jobName: 'sqlmesh', status: 'FAILURE' as const };
    const runs = [run('a', { ...assets, ...hours(0, 1) }), run('b', { ...assets, ...hours(5, 6) })];
    const details = ['a', 'b'].map((id) => detail(id, MODELS, [step('sqlmesh_project', 'FAILURE')]));
    const figures = perAsset(eventsIn({ runs, details, graph: SQLMESH }), { fromMs: T, toMs: NOW_MS });
    expect(figures.size).toBe(500);
    expect(figures.get('sqlmesh/model_7')).toEqual({
      good: 0,
      bad: 2,
      upstreamFailed: 0,
      lastFailure: { atMs: T + 6 * HOUR_MS, process: 'sqlmesh_project', runId: 'b' },
    });
  });
});
