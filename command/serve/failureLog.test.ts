import { FailureLog } from './failureLog';
import type { ReadFailure } from './round';

const failing = (objective: string, found = 'there is no answer', kind = 'unreachable'): ReadFailure => ({
  objective,
  source: 'Dagster',
  kind,
  found,
  remedy: 'Wake it up',
});

describe('the log of failures', () => {
  let lines: Array<[event: string, objectives: unknown]>;
  let log: FailureLog;

  beforeEach(() => {
    lines = [];
    log = new FailureLog((_, event, fields) => lines.push([event, fields?.objectives]));
  });

  it('reports a failure once, however many rounds it lasts, and of its end', () => {
    log.record([]);
    log.record([failing('a')]);
    log.record([failing('a')]);
    log.record([failing('a', 'still no answer')]);
    log.record([]);
    log.record([]);
    expect(lines).toEqual([
      ['failing', ['a']],
      ['recovered', ['a']],
    ]);
  });

  it('has one line for objectives that fail for one reason', () => {
    log.record([failing('a'), failing('b'), failing('c', 'the selection is empty', 'badIndicator')]);
    expect(lines).toEqual([
      ['failing', ['a', 'b']],
      ['failing', ['c']],
    ]);
  });

  it('reports when a failure becomes another', () => {
    log.record([failing('a')]);
    log.record([failing('a', 'the token has expired', 'unauthorized')]);
    expect(lines).toEqual([
      ['failing', ['a']],
      ['failing', ['a']],
    ]);
  });
});
