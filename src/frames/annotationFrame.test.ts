import { FieldType, getFieldDisplayName, type DataFrame } from '@grafana/data';
import { DAY_MS, HOUR_MS } from '../budget/durations';
import { objectiveOf } from '../evaluation/objective.testing';
import type { Objective } from '../catalogue/objective';
import { breachesFrame } from '../queries/breaches';
import { rowOf } from './dataPlane.testing';
import { maintenanceFrame } from '../queries/maintenance';
import { NOW_MS, pointInTimeObjective } from './results.testing';

const range = { fromMs: NOW_MS - 7 * DAY_MS, toMs: NOW_MS };

const closed = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS - HOUR_MS, startedBefore: false };
const open = { fromMs: NOW_MS - 6 * DAY_MS, toMs: null, startedBefore: true };

const breachesOf = (objective: Objective, breaches: Array<typeof closed | typeof open>) => ({
  objective,
  breaches,
  notices: [],
  executed: ['up'],
});

/** As Grafana's standard annotation support finds them: by display name, without regard to case. */
function findableFields(frame: DataFrame): string[] {
  return frame.fields.map((field) => getFieldDisplayName(field, frame).toLowerCase());
}

describe('breaches as annotations', () => {
  const application = { id: 'api', displayName: 'API' };
  const frame = breachesFrame('Anno', [breachesOf(objectiveOf({ application }), [closed, open])], range.toMs);

  it('are regions, the oldest first', () => {
    expect(rowOf(frame, 1)).toEqual({
      time: closed.fromMs,
      timeEnd: closed.toMs,
      title: 'Breach: Objective api-requests',
      text: 'Below its target of 99 % over 30 d.',
      tags: ['breach', 'public', 'api', 'api-requests'],
      id: `breach api-requests ${closed.fromMs}`,
    });
  });

  it('last to the end of the range while they go on', () => {
    expect(rowOf(frame, 0)).toMatchObject({
      time: open.fromMs,
      timeEnd: range.toMs,
      text: 'Below its target of 99 % over 30 d; since before 2026-11-16 10:35 UTC; not over yet.',
    });
  });

  it('are in the fields that Grafana looks for', () => {
    expect(findableFields(frame)).toEqual(['time', 'timeend', 'title', 'text', 'tags', 'id']);
    expect(frame.fields.map(({ type }) => type)).toEqual([
      FieldType.time,
      FieldType.time,
      FieldType.string,
      FieldType.string,
      FieldType.other,
      FieldType.string,
    ]);
  });

  it('carry queries, and say that items have no past', () => {
    const { meta } = breachesFrame('Anno', [breachesOf(pointInTimeObjective(), [])], range.toMs);
    expect(meta?.executedQueryString).toContain('up');
    expect(meta?.notices?.[0].text).toMatch(/^Objective freshness: items are judged as they are now, so past breaches/);
  });
});

describe('planned maintenance as annotations', () => {
  const within = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS - DAY_MS + HOUR_MS, reason: 'upgrade' };
  const before = { fromMs: range.fromMs - HOUR_MS, toMs: range.fromMs, reason: 'long ago' };
  const across = { fromMs: range.fromMs - HOUR_MS, toMs: range.fromMs + HOUR_MS, reason: 'move' };
  const withExclusions = (id: string, exclusions: Array<typeof within>) =>
    objectiveOf({ id, policy: { noData: 'unknown', exclusions, severity: 'ticket', timeBased: false } });

  const frame = maintenanceFrame(
    'Anno',
    [withExclusions('a', [within, before, across]), withExclusions('b', [within])],
    range
  );

  it('are the regions that overlap the range, the oldest first', () => {
    expect(frame.length).toBe(2);
    expect(rowOf(frame, 0)).toMatchObject({ time: across.fromMs, title: 'Planned maintenance: move' });
  });

  it('are one region where several objectives declare the same', () => {
    expect(rowOf(frame, 1)).toEqual({
      time: within.fromMs,
      timeEnd: within.toMs,
      title: 'Planned maintenance: upgrade',
      text: 'Not counted in: Objective a, Objective b.',
      tags: ['maintenance', 'public', 'a', 'b'],
      id: `maintenance ${within.fromMs} ${within.toMs} upgrade`,
    });
  });
});
