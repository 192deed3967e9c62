import { DataFrameType, FieldType, getFieldDisplayName } from '@grafana/data';
import { HOUR_MS } from '../budget/durations';
import { objectiveOf } from '../evaluation/objective.testing';
import { budgetFrame } from '../queries/budget';
import { burnRateFrame } from '../queries/burnRate';
import { expectDataPlane } from './dataPlane.testing';
import { eventsFrame } from '../queries/events';
import { failureOf, INSTANTS, loadingSeries, pointInTimeObjective, seriesOf } from './results.testing';
import { sliFrame } from '../queries/sli';

const BUILDERS = { sli: sliFrame, budget: budgetFrame, burnRate: burnRateFrame, events: eventsFrame };

const failing = objectiveOf({ id: 'failing' });
const failed = seriesOf({ ...loadingSeries(failing), state: 'failed', error: failureOf(failing) });
const notOverTime = seriesOf({ ...loadingSeries(pointInTimeObjective()), state: 'notOverTime' });

describe.each(Object.entries(BUILDERS))('the %s frame', (_, build) => {
  it('follows the data-plane contract: one sorted time, unique lines', () => {
    const series = [seriesOf(), seriesOf({ objective: objectiveOf({ id: 'other' }) }), loadingSeries(failing)];
    const frame = build('B', INSTANTS, series);
    expect(frame.refId).toBe('B');
    expectDataPlane(frame, DataFrameType.TimeSeriesWide);
    expect(frame.fields[0]).toMatchObject({ type: FieldType.time, values: INSTANTS.timesMs });
    expect(frame.fields[0].config.interval).toBe(HOUR_MS);
  });

  it('labels every line with the ids of its objective, category and application', () => {
    const application = { id: 'api', displayName: 'API' };
    const [, line] = build('A', INSTANTS, [seriesOf({ objective: objectiveOf({ application }) })]).fields;
    expect(line.labels).toMatchObject({ objective: 'api-requests', category: 'public', application: 'api' });
    const [, without] = build('A', INSTANTS, [seriesOf()]).fields;
    expect(without.labels).not.toHaveProperty('application');
  });

  it('shows lines under the names of their objectives, each name once', () => {
    const twins = ['a', 'b'].map((id) => seriesOf({ objective: objectiveOf({ id, displayName: 'Twin' }) }));
    const frame = build('A', INSTANTS, [...twins, seriesOf()]);
    const names = frame.fields.slice(1).map((field) => getFieldDisplayName(field, frame, [frame]));
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toMatch(/^Twin \(a\)/);
    expect(names.at(-1)).toMatch(/^Objective api-requests/);
  });

  it('has null where there is no figure', () => {
    const [, ...lines] = build('A', INSTANTS, [seriesOf()]).fields;
    expect(lines[0].values[1]).toBeNull();
    expect(lines.flatMap(({ values }) => values)).not.toContain(NaN);
  });

  it('has nulls for what is still loading', () => {
    const frame = build('A', INSTANTS, [loadingSeries(objectiveOf())]);
    expect(frame.fields.length).toBeGreaterThan(1);
    expect(frame.fields.slice(1).every(({ values }) => values.every((value) => value === null))).toBe(true);
  });

  it('has no line for an objective that failed, and an error notice', () => {
    const frame = build('A', INSTANTS, [failed, seriesOf()]);
    expect(frame.fields.map(({ labels }) => labels?.objective)).not.toContain('failing');
    expect(frame.meta?.notices).toContainEqual({
      severity: 'error',
      text: 'Objective failing (failing), Demo: there is no answer. Start it.',
    });
  });

  it('has no line for items as they are now, says so, and never promised one', () => {
    for (const state of ['loading', 'notOverTime'] as const) {
      const frame = build('A', INSTANTS, [{ ...notOverTime, state }, seriesOf()]);
      expect(frame.fields.map(({ labels }) => labels?.objective)).not.toContain('freshness');
      expect(frame.meta?.notices).toEqual([
        { severity: 'info', text: expect.stringMatching(/^Objective freshness: items are judged as they are now/) },
      ]);
    }
  });

  it('is empty, and valid, where nothing has a line', () => {
    const frame = build('A', INSTANTS, [failed, notOverTime]);
    expect(frame.fields).toEqual([]);
    expect(frame.length).toBe(0);
    expectDataPlane(frame, DataFrameType.TimeSeriesWide);
    expect(frame.meta?.notices).toHaveLength(2);
  });

  it('stays valid where the range holds no instant', () => {
    const none = { stepMs: HOUR_MS, timesMs: [] };
    const nothing = new Float64Array(0);
    const burnRates = [{ lookbackMs: HOUR_MS, values: nothing }];
    const series = seriesOf({ sli: nothing, remaining: nothing, good: nothing, bad: nothing, burnRates });
    expectDataPlane(build('A', none, [series]), DataFrameType.TimeSeriesWide);
  });

  it('describes every line and gives it a unit', () => {
    for (const { config } of build('A', INSTANTS, [seriesOf()]).fields.slice(1)) {
      expect(config.unit).toBeTruthy();
      expect(config.description).toMatch(/\.$/);
    }
  });

  it('carries the queries that ran', () => {
    expect(build('A', INSTANTS, [seriesOf()]).meta?.executedQueryString).toBe(
      '# Objective api-requests (api-requests)\nup'
    );
  });
});
