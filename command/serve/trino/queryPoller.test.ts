import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/budget/durations';
import type { Result } from '../../../src/sources/trino/client/result';
import { ArgumentError } from '../../argumentError';
import { answerOf, remembered, type EndedQuery } from './coordinator.testing';
import { readCountsFile, writeCountsFile } from './countsFile';
import { QueryPoller, type PollResult } from './queryPoller';
import { UpstreamFailure } from '../../../src/sources/upstreamFailure';

const NOW = Date.UTC(2026, 2, 1);
const never = new AbortController().signal;

const ERRORS: Array<[type: string | null, code: string | null]> = [
  ['USER_ERROR', 'SYNTAX_ERROR'],
  ['USER_ERROR', 'ADMINISTRATIVELY_KILLED'],
  ['INTERNAL_ERROR', 'GENERIC_INTERNAL_ERROR'],
  ['INSUFFICIENT_RESOURCES', 'EXCEEDED_TIME_LIMIT'],
  ['EXTERNAL', 'JDBC_ERROR'],
  ['UNHEARD_OF', 'SOMETHING_NEW'],
  [null, null],
];

/** A day of queries, bursts of hundreds within a minute included. */
const DAY: EndedQuery[] = Array.from({ length: 4000 }, (_, i) => {
  const [errorType, errorCode] = ERRORS[i % ERRORS.length];
  const failed = i % 5 === 0;
  return {
    queryId: `20260228_000000_${i}_abcde`,
    endMs: NOW - DAY_MS + (i % 3 === 0 ? (i % 24) * HOUR_MS + (i % 50) * 1000 : i * 20_000) + MINUTE_MS,
    state: failed ? 'FAILED' : 'FINISHED',
    errorType: failed ? errorType : null,
    errorCode: failed ? errorCode : null,
  };
});

describe('polling system.runtime.queries', () => {
  let directory: string;
  let file: string;
  let answer: () => Result;
  let events: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'error-budget-counts-'));
    file = join(directory, 'counts.json');
    answer = () => answerOf([]);
    events = [];
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const create = async (stateFile?: string) =>
    new QueryPoller({
      runner: { query: async () => answer() },
      log: (_, event) => events.push(event),
      state: stateFile === undefined ? undefined : { file: stateFile, kept: await readCountsFile(stateFile) },
    });

  function countOf({ queries = [] }: PollResult, matches: (query: { outcome: string; errorCode: string }) => boolean) {
    return queries.filter(matches).reduce((sum, { count }) => sum + count, 0);
  }

  /** What an event listener would have written of the same queries, as a table's rows are counted. */
  const table = {
    finished: DAY.filter(({ state }) => state === 'FINISHED').length,
    userErrors: DAY.filter(({ errorType }) => errorType === 'USER_ERROR').length,
    killed: DAY.filter(({ errorCode }) => errorCode === 'ADMINISTRATIVELY_KILLED').length,
    unexpected: DAY.filter(({ state, errorType }) => state === 'FAILED' && errorType !== 'USER_ERROR').length,
  };

  it('counts as many queries of every kind as an event listener, through restarts in the middle', async () => {
    let poller = await create(file);
    let result = await poller.poll(never);
    for (let atMs = NOW - DAY_MS; atMs <= NOW + DAY_MS / 2; atMs += MINUTE_MS) {
      answer = () => answerOf(remembered(DAY, atMs));
      if (atMs % (3 * HOUR_MS) === 0) {
        poller = await create(file);
      } else {
        result = await poller.poll(never);
      }
    }
    expect(countOf(result, ({ outcome }) => outcome === 'finished')).toBe(table.finished);
    expect(countOf(result, ({ outcome }) => outcome === 'user_error')).toBe(table.userErrors);
    expect(countOf(result, ({ errorCode }) => errorCode === 'ADMINISTRATIVELY_KILLED')).toBe(table.killed);
    expect(countOf(result, ({ outcome }) => outcome !== 'finished' && outcome !== 'user_error')).toBe(table.unexpected);
    expect(countOf(result, () => true)).toBe(DAY.length);
    expect(events).toEqual([]);
  }, 30_000);

  it('counts from now on without a file, whatever Trino lists already', async () => {
    answer = () => answerOf(DAY.slice(0, 50));
    const poller = await create();
    await poller.poll(never);
    answer = () => answerOf(DAY.slice(0, 53));
    await poller.poll(never);
    await poller.poll(never);
    expect(countOf(await poller.poll(never), () => true)).toBe(3);
  });

  it('shows no counts while Trino does not answer, and counts what ended meanwhile', async () => {
    const poller = await create();
    for (let i = 0; i < 3; i++) {
      await poller.poll(never);
    }
    answer = () => {
      throw new UpstreamFailure('unavailable', 'Trino is starting', 'Wait');
    };
    expect(await poller.poll(never)).toEqual({
      failure: {
        objective: 'Trino queries',
        source: 'Trino queries',
        kind: 'unavailable',
        found: 'Trino is starting',
        remedy: 'Wait',
      },
    });
    answer = () => answerOf(DAY.slice(1, 4));
    expect(countOf(await poller.poll(never), () => true)).toBe(3);
  });

  it('warns when Trino has forgotten everything since the last poll', async () => {
    const poller = await create();
    answer = () => answerOf(DAY.slice(0, 3));
    await poller.poll(never);
    answer = () => answerOf([]);
    await poller.poll(never);
    expect(events).toEqual(['gap']);
  });

  it('shows no counts that it could not keep', async () => {
    const poller = await create(join(directory, 'absent', 'counts.json'));
    expect(await poller.poll(never)).toMatchObject({
      failure: { found: expect.stringMatching(/cannot be kept .*ENOENT/), remedy: expect.stringMatching(/--state/) },
    });
  });

  it('leaves one whole file, and refuses one that is something else', async () => {
    const poller = await create(file);
    await poller.poll(never);
    expect(readdirSync(directory)).toEqual(['counts.json']);
    const kept = { counts: [], counted: ['a'] };
    await writeCountsFile(file, kept);
    expect(await readCountsFile(file)).toEqual(kept);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
    await expect(readCountsFile(file)).rejects.toThrow(ArgumentError);
    await expect(readCountsFile(file)).rejects.toThrow(/is not what the exporter wrote. Name another file, or remove/);
  });

  it('rejects when aborted, without counting', async () => {
    const poller = await create();
    answer = () => {
      throw new Error('aborted');
    };
    await expect(poller.poll(AbortSignal.abort('stopped'))).rejects.toBe('stopped');
  });
});
