import { createTheme, DataFrameType, formattedValueToString, getDisplayProcessor } from '@grafana/data';
import { DAY_MS } from '../budget/durations';
import { objectiveOf } from '../evaluation/objective.testing';
import type { SprintRow } from '../evaluation/results';
import { expectDataPlane, fieldNamed, rowOf } from '../frames/dataPlane.testing';
import { remediationFrame } from './remediation';
import { eventsRow, failureOf, itemsRow, NOW_MS, pointInTimeObjective } from '../frames/results.testing';

const category = { id: 'public', displayName: 'Public', description: '' };

const open: SprintRow = {
  service: { id: 'api', displayName: 'API' },
  category,
  fromMs: NOW_MS - 2 * DAY_MS,
  toMs: null,
  startedBefore: false,
  objectives: [objectiveOf({ id: 'a' }), objectiveOf({ id: 'b' })],
  earliestReturnMs: NOW_MS + 3 * DAY_MS,
  contributors: [],
  outstanding: [
    {
      objective: objectiveOf({ id: 'a' }),
      bad: 6,
      allowed: 0.94,
      complyAtMs: NOW_MS + 2 * DAY_MS,
      row: eventsRow(),
    },
  ],
};

const closed: SprintRow = {
  ...open,
  service: { id: 'docs', displayName: 'Documentation' },
  fromMs: NOW_MS - 9 * DAY_MS,
  toMs: NOW_MS - 4 * DAY_MS,
  startedBefore: true,
  earliestReturnMs: null,
  outstanding: [],
  contributors: [],
};

describe('the remediation frame', () => {
  it('has one row per sprint, the oldest first', () => {
    const frame = remediationFrame('A', [open, closed], NOW_MS, []);
    expect(rowOf(frame, 0)).toEqual({
      Since: NOW_MS - 9 * DAY_MS,
      Service: 'Documentation',
      Category: 'Public',
      State: 'closed',
      Began: 'before 2026-11-13 10:35 UTC',
      Until: NOW_MS - 4 * DAY_MS,
      Duration: 5 * 86_400,
      'Earliest return': null,
      'To return': '',
      Objectives: 'Objective a, Objective b',
      Contributors: '',
      'Service id': 'docs',
      'Category id': 'public',
    });
    expect(rowOf(frame, 1)).toMatchObject({
      Service: 'API',
      State: 'open',
      Began: '',
      Until: null,
      Duration: 2 * 86_400,
      'Earliest return': NOW_MS + 3 * DAY_MS,
      'To return': 'Objective a: 6 failures, 0.94 allowed; complies 2026-11-24 10:35 UTC at the earliest',
    });
  });

  it('names the items that must become good', () => {
    const outstanding = [
      {
        objective: objectiveOf({ id: 'a' }),
        bad: 2,
        allowed: 1,
        complyAtMs: null,
        badItems: ['x', 'y'],
        row: itemsRow(),
      },
    ];
    const frame = remediationFrame('A', [{ ...open, outstanding }], NOW_MS, []);
    expect(rowOf(frame, 0)['To return']).toBe('Objective a: 2 failures, 1 allowed; 1 of these must recover: x, y');
  });

  it('says that it is unknown when an objective complies', () => {
    const outstanding = [
      { objective: objectiveOf({ id: 'a' }), bad: 3.4, allowed: 3.2, complyAtMs: null, row: eventsRow() },
    ];
    const frame = remediationFrame('A', [{ ...open, outstanding }], NOW_MS, []);
    expect(rowOf(frame, 0)['To return']).toBe('Objective a: 4 failures, 3.2 allowed; earliest compliance unknown');
  });

  it('names what failed most by one dimension: by error codes where there are any', () => {
    const row = (dimension: string, name: string, shareOfBad: number) => ({
      contributor: { dimension, name, bad: 1, total: null },
      shareOfBad,
      budgetConsumed: null,
      belowTarget: null,
    });
    const contributorsText = (...rows: Array<ReturnType<typeof row>>) => {
      const contributors = [{ objective: objectiveOf({ id: 'a' }), rows, notices: [], executed: [] }];
      return rowOf(remediationFrame('A', [{ ...open, contributors }], NOW_MS, []), 0).Contributors;
    };
    expect(contributorsText(row('User', 'hex', 0.9), row('Error code', 'X', 0.6), row('Error code', 'Y', 0.4))).toBe(
      'Objective a: X (60 %), Y (40 %)'
    );
    expect(contributorsText(row('Asset', 'a', 0.5), row('Asset', 'b', 0.5))).toBe('Objective a: a (50 %), b (50 %)');
  });

  it('follows the data-plane contract, empty or not', () => {
    expectDataPlane(remediationFrame('A', [open, closed], NOW_MS, []), DataFrameType.TimeSeriesLong);
    expectDataPlane(remediationFrame('A', [], NOW_MS, []), DataFrameType.TimeSeriesLong);
  });

  it('shows instants as dates, and nothing while a sprint is open', () => {
    const until = fieldNamed(remediationFrame('A', [open, closed], NOW_MS, []), 'Until');
    const display = getDisplayProcessor({ field: until, theme: createTheme(), timeZone: 'utc' });
    expect(until.values.map((value) => formattedValueToString(display(value)))).toEqual(['2026-11-18 10:35:00', '']);
  });

  it('states with the date of return what it assumes', () => {
    const { config } = fieldNamed(remediationFrame('A', [open], NOW_MS, []), 'Earliest return');
    expect(config.description).toMatch(/traffic continues at its mean rate and that nothing else fails/);
  });

  it('names what failed, what has no past, and the queries that ran', () => {
    const failing = objectiveOf({ id: 'failing' });
    const { meta } = remediationFrame('A', [], NOW_MS, [
      { objective: pointInTimeObjective(), notices: [], executed: [] },
      { objective: failing, notices: [], executed: ['up'], error: failureOf(failing) },
    ]);
    expect(meta?.notices?.map(({ severity, text }) => `${severity}: ${text}`)).toEqual([
      'error: Objective failing (failing), Demo: there is no answer. Start it.',
      expect.stringMatching(/^info: Objective freshness: items are judged as they are now, so past breaches/),
    ]);
    expect(meta?.executedQueryString).toBe('# Objective failing (failing)\nup');
  });
});
