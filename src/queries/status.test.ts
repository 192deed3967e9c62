import { createTheme, FieldType, getDisplayProcessor, formattedValueToString } from '@grafana/data';
import { BURN_RATE_LOOKBACKS_MS } from '../budget/burnRate';
import { DAY_MS, HOUR_MS } from '../budget/durations';
import { absent, known } from '../budget/figure';
import { localEvaluation } from '../evaluation/evaluations';
import { objectiveOf } from '../evaluation/objective.testing';
import type { PendingRow } from '../evaluation/results';
import { fieldNamed, rowOf } from '../frames/dataPlane.testing';
import { evaluationOf, eventsRow, failedRow, itemsRow, NOW_MS, pointInTimeObjective } from '../frames/results.testing';
import { shippedCatalogue } from '../catalogue/shippedCatalogue';
import { demoRun, demoRunSources } from './demoRun.testing';
import { RowMemory } from './rowMemory';
import { STATUS_FIELDS, statusFrame, statusQuery } from './status';
import { overWindow } from './windowOverride';

const only = (row: PendingRow) => rowOf(statusFrame('A', [row]), 0);

const shown = (row: PendingRow, name: string) => {
  const field = fieldNamed(statusFrame('A', [row]), name);
  return formattedValueToString(getDisplayProcessor({ field, theme: createTheme() })(field.values[0]));
};

describe('the status frame', () => {
  it('has one row per objective, in the order given', () => {
    const rows = ['c', 'a', 'b'].map((id) => eventsRow(objectiveOf({ id })));
    const frame = statusFrame('B', rows);
    expect(frame.refId).toBe('B');
    expect(fieldNamed(frame, STATUS_FIELDS.objectiveId).values).toEqual(['c', 'a', 'b']);
  });

  it('holds every figure of an objective that counts events', () => {
    const application = { id: 'api', displayName: 'API' };
    expect(only(eventsRow(objectiveOf({ id: 'api-requests', application })))).toEqual({
      Category: 'Public Applications',
      Application: 'API',
      Objective: 'Objective api-requests',
      Status: 'at risk',
      Provisional: false,
      Why: '4 bad of 1,000, budget 10',
      Target: 0.99,
      Window: '30 d',
      SLI: 0.996,
      'Budget remaining': 0.6,
      'Budget in events': 10,
      'Bad events allowed': 6,
      'Burn rate 1 h': 14.4,
      'Burn rate 6 h': 6,
      'Burn rate 3 d': null,
      Good: 996,
      Bad: 4,
      Total: 1000,
      'Time to exhaustion': 172_800,
      'Earliest compliance': null,
      Coverage: 0.95,
      'As of': NOW_MS,
      'Budget in minutes': null,
      'Budget remaining without exclusions': 0.5,
      'Excluded time': 7200,
      'SLI so far': null,
      'Events so far': null,
      'Objective id': 'api-requests',
      'Category id': 'public',
      'Application id': 'api',
      Verdict: 'at risk',
      'Worst first': 1,
      Description: '',
      Upstream: 'Demo',
    });
  });

  it('has a burn rate field for every lookback that an evaluation answers', () => {
    const burnRates = BURN_RATE_LOOKBACKS_MS.map((lookbackMs, i) => ({ lookbackMs, value: i + 1 }));
    expect(only(eventsRow(objectiveOf(), { burnRates }))).toMatchObject({
      'Burn rate 1 h': 1,
      'Burn rate 6 h': 2,
      'Burn rate 3 d': 3,
    });
  });

  it('says when a breached objective complies again, and nothing where this is unknown', () => {
    const complyingIn = (compliance: Parameters<typeof eventsRow>[1]) =>
      only(eventsRow(objectiveOf(), compliance))['Earliest compliance'];
    expect(complyingIn({ compliance: { kind: 'in', ms: DAY_MS } })).toBe(Date.UTC(2026, 10, 23, 11));
    expect(complyingIn({ compliance: { kind: 'newPeriod', ms: 9 * DAY_MS } })).toBe(Date.UTC(2026, 11, 2));
    expect(complyingIn({ compliance: { kind: 'unknown', reason: 'noEvents' } })).toBeNull();
  });

  it('has no time to exhaustion where the budget never runs out, and 0 where it has', () => {
    const exhaustion = (of: Parameters<typeof eventsRow>[1]) =>
      only(eventsRow(objectiveOf(), of))['Time to exhaustion'];
    expect(exhaustion({ exhaustion: { kind: 'never' } })).toBeNull();
    expect(exhaustion({ exhaustion: { kind: 'unknown', reason: 'noBudget' } })).toBeNull();
    expect(exhaustion({ exhaustion: { kind: 'in', ms: 0 } })).toBe(0);
  });

  it('never shows a figure that does not exist as a number', () => {
    const none = absent('noEvents');
    const row = eventsRow(objectiveOf(), { good: 0, bad: 0, total: 0, sli: none, remaining: none });
    expect(only(row)).toMatchObject({ SLI: null, 'Budget remaining': null, Total: 0 });
    expect(shown(row, 'SLI')).toBe('');
    expect(shown(row, 'Earliest compliance')).toBe('');
  });

  it('shows what was seen so far where too little was observed for an SLI', () => {
    const row = eventsRow(objectiveOf(), {
      sli: absent('tooLittleObserved'),
      sliSoFar: 0.992,
      good: 1194,
      total: 1204,
    });
    expect(only(row)).toMatchObject({ SLI: null, 'SLI so far': 0.992, 'Events so far': 1204 });
    expect(shown(row, 'SLI so far')).toBe('99.20%');
  });

  it('counts items of a point-in-time objective and names the bad ones', () => {
    expect(only(itemsRow())).toMatchObject({
      Status: 'breached',
      Why: '4 bad of 100, 1 allowed; bad now: a, b, c, d',
      Window: 'now',
      SLI: 0.96,
      Good: 96,
      Bad: 4,
      Total: 100,
      'Budget in events': 1,
      'Bad events allowed': 0,
      'Burn rate 1 h': null,
      'Time to exhaustion': null,
      Coverage: null,
      'As of': NOW_MS,
    });
  });

  it('is at risk while a part of the items misses the target by itself, which it names', () => {
    const asset = { good: 100, bad: [], belowTarget: ['core/prices'] };
    expect(only(itemsRow(pointInTimeObjective(), asset))).toMatchObject({
      Status: 'at risk',
      Why: 'core/prices is below 99 % by itself; 0 bad of 100, 1 allowed',
    });
  });

  it('names the first bad items, and since when they are', () => {
    const bad = Array.from({ length: 12 }, (_, i) => `item ${i}`);
    const { Why } = only(itemsRow(pointInTimeObjective(), { bad, outSinceMs: Date.UTC(2026, 10, 1) }));
    expect(Why).toMatch(/; since 2026-11-01 00:00 UTC; bad now: item 0, .*item 4 and 7 more$/);
  });

  it('says of a failed row why, and keeps what the catalogue knows', () => {
    const row = only(failedRow());
    expect(row).toMatchObject({
      Objective: 'Objective failing',
      Status: 'failed',
      Why: 'Objective failing (failing), Demo: there is no answer. Start it.',
      Target: 0.99,
      SLI: null,
      'As of': null,
    });
  });

  it('says provisional after the status where too little was observed', () => {
    const { status } = evaluationOf();
    const row = only(eventsRow(objectiveOf(), { status: { ...status, state: 'met', provisional: true } }));
    expect(row).toMatchObject({ Status: 'met', Provisional: true, Verdict: 'met · provisional' });
  });

  it('gives the reason of each row at risk, whatever window it is judged over', async () => {
    const reasons: unknown[] = [];
    for (const hours of [1, 6, 24, 7 * 24, 30 * 24]) {
      const objectives = shippedCatalogue.objectives.map((one) => overWindow(one, hours * HOUR_MS));
      const sources = { ...demoRunSources, Trino: demoRunSources.Demo };
      const evaluate = localEvaluation({ sources, catalogue: shippedCatalogue });
      const run = { ...demoRun, evaluate, objectives, memory: new RowMemory() };
      let rows: readonly PendingRow[] = [];
      await statusQuery.evaluate(run, (answer) => (rows = answer), new AbortController().signal);
      const frame = statusFrame('A', rows);
      const whys = fieldNamed(frame, STATUS_FIELDS.why).values;
      reasons.push(...whys.filter((_, row) => fieldNamed(frame, STATUS_FIELDS.status).values[row] === 'at risk'));
    }
    expect(reasons.length).toBeGreaterThan(5);
    const reason =
      /^(burn rate above |budget exhausted in |\d.* % of the budget left|the last \d+ events were|.* below \d.* by )/;
    expect(reasons.filter((why) => !reason.test(String(why)))).toEqual([]);
  });

  it('gives the rank of every row, the worst first', () => {
    const { status } = evaluationOf();
    const inState = (state: typeof status.state, remaining: number) =>
      eventsRow(objectiveOf(), { status: { ...status, state }, remaining: { value: remaining } });
    const rows = [
      inState('met', 0.4),
      inState('breached', -1),
      inState('atRisk', 0.1),
      inState('breached', -3),
      failedRow(),
    ];
    expect(fieldNamed(statusFrame('A', rows), 'Worst first').values).toEqual([5, 2, 4, 1, 3]);
  });

  it('holds rows that are still to come with their names and nothing that was measured', () => {
    const row = only({ kind: 'loading', objective: objectiveOf() });
    const known = Object.entries(row).filter(([, value]) => value !== null);
    expect(Object.fromEntries(known)).toEqual({
      Category: 'Public Applications',
      Objective: 'Objective api-requests',
      Status: 'loading',
      Target: 0.99,
      Window: '30 d',
      'Objective id': 'api-requests',
      'Category id': 'public',
      Verdict: 'loading',
      'Worst first': 1,
      Description: '',
      Upstream: 'Demo',
    });
  });

  it('has the same fields whatever its rows are', () => {
    const schema = (rows: PendingRow[]) => statusFrame('A', rows).fields.map(({ name, type }) => `${name} ${type}`);
    expect(schema([failedRow(), itemsRow()])).toEqual(schema([eventsRow()]));
    expect(schema([])).toEqual(schema([eventsRow()]));
  });

  it('shows as many decimals as the tightest target needs', () => {
    const row = (target: number) => eventsRow(objectiveOf({ target }), { sli: { value: 0.99876 } });
    expect(shown(row(0.9), 'SLI')).toBe('99.88%');
    expect(shown(row(0.999), 'SLI')).toBe('99.876%');
    expect(fieldNamed(statusFrame('A', [row(0.9), row(0.999)]), 'SLI').config.decimals).toBe(3);
  });

  it('reads as people write figures', () => {
    const row = eventsRow(objectiveOf(), {
      good: 17_362_100.9,
      total: 1e12,
      bad: 5580.7,
      budgetEvents: known(0.94),
      exhaustion: { kind: 'in', ms: 2.5 * DAY_MS },
    });
    expect(shown(row, 'Good')).toBe('17.4 Mil');
    expect(shown(row, 'Total')).toBe('1 Tri');
    expect(shown(row, 'Bad')).toBe('5,581');
    expect(only(row)).toMatchObject({ Bad: 5580.7 });
    expect(shown(row, 'Budget in events')).toBe('0.94');
    expect(shown(row, 'Burn rate 1 h')).toBe('14.4 ×');
    expect(shown(row, 'Budget remaining')).toBe('60.0%');
    expect(shown(row, 'Time to exhaustion')).toBe('2.5 days');
    expect(shown(row, 'Target')).toBe('99%');
  });

  it('leaves colours to the dashboards and declares no data-plane kind', () => {
    const frame = statusFrame('A', [eventsRow()]);
    expect(frame.meta?.type).toBeUndefined();
    for (const { config } of frame.fields) {
      expect(config).not.toHaveProperty('thresholds');
      expect(config).not.toHaveProperty('mappings');
      expect(config).not.toHaveProperty('color');
    }
  });

  it('describes every field, and hides ids alone', () => {
    const { fields } = statusFrame('A', [eventsRow()]);
    expect(fields.filter(({ config }) => !config.description)).toEqual([]);
    const hidden = fields.filter(({ config }) => config.custom?.hideFrom?.viz);
    expect(hidden.map(({ name }) => name)).toEqual(['Objective id', 'Category id', 'Application id']);
  });

  it('knows instants as instants', () => {
    const times = statusFrame('A', [eventsRow()]).fields.filter(({ type }) => type === FieldType.time);
    expect(times.map(({ name }) => name)).toEqual(['Earliest compliance', 'As of']);
  });

  it('carries the queries and notices of its rows', () => {
    const row = eventsRow();
    const frame = statusFrame('A', [{ ...row, notices: [{ severity: 'info', text: 'young.' }] }, failedRow()]);
    expect(frame.meta?.executedQueryString).toBe('# Objective api-requests (api-requests)\nup');
    expect(frame.meta?.notices).toEqual([
      { severity: 'error', text: 'Objective failing (failing), Demo: there is no answer. Start it.' },
      { severity: 'info', text: 'Objective api-requests: young.' },
    ]);
  });
});
