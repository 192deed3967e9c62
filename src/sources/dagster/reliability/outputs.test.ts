import { HOUR_MS } from '../../../budget/durations';
import type { AssetGraph, AssetKey, Run, RunDetail, RunFailures, StepResult } from '../model';
import { eventsOf, expectedMaterializations, runsNeedingDetail, runsNeedingLog } from './eventsOf';
import { groupRuns } from './groupRuns';
import { AFTER_RETRIES, EVERY_ATTEMPT, graphOf, NIGHTLY_GRAPH, node, NOW_MS, run } from './histories.testing';
import { PlanReader } from './plannedProcesses';
import type { ReliabilityRules } from './rules';

const T = NOW_MS - 100 * HOUR_MS;

interface Given {
  runs: Run[];
  details?: RunDetail[];
  checks?: RunFailures['checks'];
  graph?: AssetGraph;
  scope?: AssetKey[];
  rules?: ReliabilityRules;
}

function known({ details = [], checks = [], graph = NIGHTLY_GRAPH, scope, rules = AFTER_RETRIES }: Given) {
  const log: RunFailures = { runId: 'a', bySteps: new Map(), ofRun: null, checks, stopped: null };
  return {
    plans: new PlanReader(graph),
    details: new Map(details.map((each) => [each.runId, each])),
    failures: new Map([['a', log]]),
    scope: new Set(scope ?? graph.nodes.keys()),
    rules,
    nowMs: NOW_MS,
  };
}

const groupsOf = ({ runs, rules = AFTER_RETRIES }: Given) => groupRuns(runs, rules);
const idsOf = (runs: Run[]) => runs.map(({ id }) => id);

/** `process of its first asset: outcome @hours`, hours since T. */
function events(given: Given): string[] {
  return groupsOf(given)
    .flatMap((group) => eventsOf(group, known(given)))
    .map(({ assets: [asset], outcome, atMs }) => `${asset}: ${outcome} @${(atMs - T) / HOUR_MS}`);
}

function hours(from: number, to: number): Pick<Run, 'createdMs' | 'startMs' | 'endMs'> {
  return { createdMs: T + from * HOUR_MS, startMs: T + from * HOUR_MS, endMs: T + to * HOUR_MS };
}

function step(stepKey: string, status: StepResult['status'], made: AssetKey[] = [], endHours = 0.5): StepResult {
  const atMs = T + endHours * HOUR_MS;
  const materializations = made.map((asset) => ({ asset, partition: null, atMs }));
  return { stepKey, status, attempts: [{ startMs: atMs - 1, endMs: atMs }], materializations };
}

const detail = (runId: string, planned: AssetKey[] | null, steps: StepResult[]): RunDetail => ({
  runId,
  planned,
  steps,
});

const RETRY_OF_A = { parentRunId: 'a', rootRunId: 'a', tags: new Map([['dagster/retry_number', '1']]) };
const WILL_RETRY = { tags: new Map([['dagster/will_retry', 'true']]) };

const TABLES = ['t/a', 't/b', 't/c'];
const LONE = { assetSelection: ['lone'], stepKeys: ['lone'] };
const succeeded = run('r', { assetSelection: TABLES, ...hours(0, 1) });

describe('a step that succeeds without an output', () => {
  test('is asked about by one asset in scope, unless the details of its run are known', () => {
    const expected = (more: Partial<Given> = {}) => {
      const given = { runs: [succeeded], scope: ['t/b', 't/c'], ...more };
      return expectedMaterializations(groupsOf(given), known(given)).map(({ run: { id }, asset }) => `${id} ${asset}`);
    };
    expect(expected()).toEqual(['r t/b']);
    expect(expected({ details: [detail('r', TABLES, [])] })).toEqual([]);
    expect(expected({ rules: EVERY_ATTEMPT })).toEqual([]);
  });

  test('is no event by either way of counting, if nothing of it in scope was made', () => {
    const details = [detail('r', TABLES, [step('tables', 'SUCCESS', ['t/a'])])];
    for (const rules of [AFTER_RETRIES, EVERY_ATTEMPT]) {
      expect(events({ runs: [succeeded], details, rules, scope: ['t/b', 't/c'] })).toEqual([]);
      expect(events({ runs: [succeeded], details, rules })).toHaveLength(1);
    }
  });

  test('makes up for the failure before it, whose attempt remains one', () => {
    const runs = [
      run('a', { ...LONE, status: 'FAILURE', ...WILL_RETRY, ...hours(0, 1) }),
      run('b', { ...LONE, ...RETRY_OF_A, ...hours(1, 2) }),
    ];
    const details = [
      detail('a', ['lone'], [step('lone', 'FAILURE')]),
      detail('b', ['lone'], [step('lone', 'SUCCESS', [], 1.5)]),
    ];
    expect(events({ runs, details })).toEqual([]);
    expect(events({ runs, details, rules: EVERY_ATTEMPT })).toEqual(['lone: bad @0.5']);
  });

  test('of which the events were purged is through all the same', () => {
    expect(events({ runs: [succeeded], details: [detail('r', TABLES, [])] })).toEqual(['t/a: good @1']);
  });
});

describe('a blocking check that fails', () => {
  const NIGHT = { assetSelection: ['extract', 't/a'], status: 'FAILURE' as const };
  const checks = [{ name: 'rows', asset: 'extract', stepKey: 'extract_rows' }];
  const failed = run('a', { ...NIGHT, ...hours(0, 1) });
  const held = step('extract_rows', 'FAILURE', [], 0.75);
  const details = [detail('a', NIGHT.assetSelection, [step('extract', 'SUCCESS', ['extract']), held])];
  const needsLog = (given: Given) => idsOf(runsNeedingLog(groupsOf(given), known(given)));

  test('in a step of its own makes the event of its asset bad, and holds up what is behind', () => {
    const given = { runs: [failed], details, checks };
    expect(needsLog(given)).toEqual(['a']);
    expect(events(given)).toEqual(['extract: bad @1', 't/a: upstreamFailed @1']);
    expect(events({ ...given, rules: EVERY_ATTEMPT })).toEqual(['extract: bad @0.75', 't/a: upstreamFailed @1']);
  });

  test('is no part of the event where the objective ignores it, and nothing is read for it', () => {
    const given = { runs: [failed], details, checks, rules: { ...AFTER_RETRIES, blockingChecks: 'ignore' as const } };
    expect(needsLog(given)).toEqual([]);
    expect(events(given)[0]).toBe('extract: good @1');
  });

  test('of an asset out of scope makes nothing bad', () => {
    expect(events({ runs: [failed], details, checks, scope: ['t/a'] })).toEqual(['t/a: upstreamFailed @1']);
  });

  test('in the op itself makes it bad although its assets were materialized; any other error does not', () => {
    const runs = [run('a', { assetSelection: TABLES, status: 'FAILURE', ...hours(0, 1) })];
    const given = { runs, details: [detail('a', TABLES, [step('tables', 'FAILURE', TABLES)])] };
    expect(needsLog(given)).toEqual(['a']);
    expect(events({ ...given, checks: [{ name: 'no_gaps', asset: 't/b', stepKey: 'tables' }] })).toEqual([
      't/a: bad @1',
    ]);
    expect(events(given)).toEqual(['t/a: good @1']);
  });

  test('is made up for by a retry in which it passes, also if that repeats the check alone', () => {
    const retry = run('b', {
      ...RETRY_OF_A,
      assetSelection: ['t/a'],
      stepKeys: ['extract_rows', 'tables'],
      ...hours(1, 2),
    });
    const given = { runs: [{ ...failed, ...WILL_RETRY }, retry], details, checks };
    expect(events(given)).toEqual(['extract: good @2', 't/a: good @2']);
    const passes = detail('b', ['t/a'], [step('extract_rows', 'SUCCESS', [], 1.5), step('tables', 'SUCCESS', ['t/a'])]);
    expect(events({ ...given, details: [...details, passes] })).toEqual(['extract: good @2', 't/a: good @2']);
    expect(events({ ...given, scope: ['extract'] })).toEqual(['extract: good @2']);
    const fails = detail('b', ['t/a'], [step('extract_rows', 'FAILURE', [], 1.5)]);
    const inVain = [given.runs[0], { ...retry, status: 'FAILURE' as const }];
    expect(events({ ...given, runs: inVain, details: [...details, fails] })[0]).toBe('extract: bad @2');
    const passesAndFails = detail('b', ['t/a'], [step('extract_rows', 'SUCCESS', [], 1.5), step('tables', 'FAILURE')]);
    const checked = { ...given, runs: inVain, details: [...details, passesAndFails], scope: ['extract'] };
    expect(idsOf(runsNeedingDetail(groupsOf(checked), known(checked)))).toEqual(['a', 'b']);
    expect(events(checked)).toEqual(['extract: good @2']);
  });

  test('is not looked for in runs whose failed steps had made nothing', () => {
    const runs = [run('a', { ...LONE, status: 'FAILURE', ...hours(0, 1) })];
    expect(needsLog({ runs, details: [detail('a', ['lone'], [step('lone', 'FAILURE')])] })).toEqual([]);
  });
});

describe('equal names in two code locations', () => {
  const graph = graphOf([
    node('north/orders', { codeLocation: 'north', jobNames: ['nightly'], opNames: ['load'] }),
    node('south/orders', { codeLocation: 'south', jobNames: ['nightly'], opNames: ['load'] }),
  ]);
  const NORTH = '__repository__@north';
  const needed = (given: Given) => idsOf(runsNeedingDetail(groupsOf(given), known(given)));

  test('are two jobs: each counts for the assets of its own', () => {
    const runs = [
      run('n', { repository: NORTH, ...hours(0, 1) }),
      run('s', { repository: '__repository__@south', status: 'FAILURE', ...hours(0, 2) }),
    ];
    const details = [detail('s', ['south/orders'], [step('load', 'FAILURE')])];
    expect(events({ runs, details, graph })).toEqual(['north/orders: good @1', 'south/orders: bad @2']);
    expect(needed({ runs, graph, scope: ['north/orders'] })).toEqual([]);
  });

  test.each([
    ['a job of ops', 'compare', NORTH],
    ['a job of a code location that is gone', 'nightly', '__repository__@west'],
    ['a run of a script', 'nightly', null],
  ])('do not make the ops of %s those of assets: its own plan decides', (_, jobName, repository) => {
    const runs = [run('r', { jobName, repository, stepKeys: ['load'], ...hours(0, 1) })];
    expect(needed({ runs, graph })).toEqual(['r']);
    expect(events({ runs, graph, details: [detail('r', [], [step('load', 'SUCCESS')])] })).toEqual([]);
    const details = [detail('r', ['south/orders'], [step('load', 'SUCCESS', ['south/orders'])])];
    expect(events({ runs, graph, details })).toEqual(['south/orders: good @1']);
  });

  test('leave an asset that moved to another code location its history', () => {
    const moved = { repository: NORTH, jobName: '__ASSET_JOB', assetSelection: ['south/orders'] };
    expect(events({ runs: [run('r', { ...moved, ...hours(0, 1) })], graph })).toEqual(['south/orders: good @1']);
  });
});
