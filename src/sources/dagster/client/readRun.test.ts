import { readRun } from './readRun';
import { UpstreamFailure } from '../../upstreamFailure';

const row = {
  runId: 'a',
  jobName: 'job',
  status: 'SUCCESS' as const,
  creationTime: 1.0004,
  startTime: 2,
  endTime: 3.0016,
  updateTime: 4,
  rootRunId: null,
  parentRunId: null,
  stepKeysToExecute: null,
  assetSelection: null,
  assetCheckSelection: null,
  tags: [{ key: 'dagster/will_retry', value: 'false' }],
};

describe('a row of the run table', () => {
  it('has its times in whole milliseconds', () => {
    expect(readRun(row)).toMatchObject({ createdMs: 1000, startMs: 2000, endMs: 3002, updatedMs: 4000 });
  });

  it('of a release without creation times was created when it started', () => {
    expect(readRun({ ...row, creationTime: undefined }).createdMs).toBe(2000);
    expect(readRun({ ...row, creationTime: undefined, startTime: null }).createdMs).toBe(4000);
  });

  it('without any time is no event, and says so', () => {
    const timeless = { ...row, creationTime: undefined, startTime: null, endTime: null, updateTime: null };
    expect(() => readRun(timeless)).toThrow(UpstreamFailure);
  });

  it('counts as under way while it is suspended', () => {
    expect(readRun({ ...row, status: 'SUSPENDED' }).status).toBe('STARTED');
  });

  it('means all assets by an empty selection, and none if it was launched for checks', () => {
    expect(readRun({ ...row, assetSelection: [] }).assetSelection).toBeNull();
    expect(readRun({ ...row, assetSelection: [], assetCheckSelection: [{ name: 'ok' }] }).assetSelection).toEqual([]);
    expect(readRun({ ...row, assetSelection: [{ path: ['a', 'b'] }] }).assetSelection).toEqual(['a/b']);
  });
});
