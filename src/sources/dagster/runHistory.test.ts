import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { TransportError } from '../../transport/transportError';
import { GraphqlApi } from './client/graphqlApi';
import type { Run } from './model';
import { ModelDagster } from './modelDagster.testing';
import { NIGHTLY_GRAPH, NOW_MS, run } from './reliability/histories.testing';
import { RunHistory } from './runHistory';

const never = new AbortController().signal;
const SINCE_MS = NOW_MS - 30 * DAY_MS;

function dagsterOf(runs: Run[]): ModelDagster {
  const details = runs.map(({ id }) => ({ runId: id, planned: ['lone'], steps: [] }));
  return new ModelDagster({ graph: NIGHTLY_GRAPH, runs, details });
}

function historyOf(dagster: ModelDagster): RunHistory {
  return new RunHistory(new GraphqlApi(dagster));
}

/** Runs an hour apart, the newest first. */
function hourly(count: number): Run[] {
  return Array.from({ length: count }, (_, hours) => run(`r${hours}`, { endMs: NOW_MS - (hours + 1) * HOUR_MS }));
}

/** Variables of the requests for rows since the last look. */
function filters(dagster: ModelDagster): Array<Record<string, unknown>> {
  return dagster.sent.splice(0).flatMap(({ name, variables }) => (name === 'Runs' ? [Object(variables.filter)] : []));
}

describe('the table of runs', () => {
  it('holds every run of the window, whatever their number and density', async () => {
    const ages = fc.array(fc.integer({ min: 1, max: 30 * 24 * 60 }), { maxLength: 900 });
    await fc.assert(
      fc.asyncProperty(ages, async (minutesAgo) => {
        const runs = minutesAgo.map((minutes, i) => run(`r${i}`, { endMs: NOW_MS - minutes * MINUTE_MS }));
        const { runs: known } = await historyOf(dagsterOf(runs)).read(SINCE_MS, NOW_MS, never);
        expect([...known.keys()].sort()).toEqual(runs.map(({ id }) => id).sort());
      }),
      { numRuns: 20 }
    );
  });

  it('is read once for all callers, and a longer look back reads only what lies before it', async () => {
    const dagster = dagsterOf(hourly(24 * 50));
    const history = historyOf(dagster);
    await Promise.all([10, 20, 5].map((days) => history.read(NOW_MS - days * DAY_MS, NOW_MS, never)));
    const found = filters(dagster);
    const seen = found.filter(({ createdAfter }) => createdAfter === (NOW_MS - 11 * DAY_MS - 1) / 1000);
    expect(seen).not.toHaveLength(0);
    const further = found.filter(({ createdBefore }) => createdBefore === (NOW_MS - 11 * DAY_MS) / 1000);
    expect(further).not.toHaveLength(0);
    const known = await history.read(NOW_MS - 20 * DAY_MS, NOW_MS, never);
    expect(filters(dagster)).toEqual([]);
    const since = hourly(24 * 50).filter(({ createdMs }) => createdMs >= NOW_MS - 21 * DAY_MS);
    expect(known.runs.size).toBe(since.length);
  });

  it('is not refreshed within five minutes, and then asks for what was updated since, with some overlap', async () => {
    const dagster = dagsterOf([run('a', { status: 'STARTED', endMs: null, startMs: NOW_MS - 50 * MINUTE_MS })]);
    const history = historyOf(dagster);
    const { version } = await history.read(SINCE_MS, NOW_MS, never);
    filters(dagster);
    const laterMs = NOW_MS + 6 * MINUTE_MS;
    dagster.model.runs = [run('a', { endMs: NOW_MS + MINUTE_MS, createdMs: NOW_MS - 51 * MINUTE_MS })];
    expect(await history.read(SINCE_MS, NOW_MS + 4 * MINUTE_MS, never)).toMatchObject({ version, asOfMs: NOW_MS });
    expect(filters(dagster)).toEqual([]);
    const known = await history.read(SINCE_MS, laterMs, never);
    const [{ updatedAfter }, ...more] = filters(dagster);
    expect(updatedAfter).toBeLessThanOrEqual((NOW_MS - 5 * MINUTE_MS - 1) / 1000);
    expect(more).toEqual([]);
    expect(known.asOfMs).toBe(laterMs);
    expect(known.version).toBeGreaterThan(version);
    expect(known.runs.get('a')?.status).toBe('SUCCESS');
  });

  it.each([-90, -20, -6, 6, 90])(
    'misses no update where the clock of Dagster is off by %d minutes',
    async (minutes) => {
      const dagster = dagsterOf([]);
      const history = historyOf(dagster);
      const offMs = minutes * MINUTE_MS;
      for (let hour = 0; hour < 4; hour++) {
        const nowMs = NOW_MS + hour * HOUR_MS;
        await history.read(SINCE_MS, nowMs, never);
        const endedMs = nowMs + 2 * MINUTE_MS + offMs;
        dagster.model.runs = [...dagster.model.runs, run(`r${hour}`, { endMs: endedMs, startMs: endedMs - MINUTE_MS })];
      }
      const { runs } = await history.read(SINCE_MS, NOW_MS + 6 * HOUR_MS, never);
      expect([...runs.keys()]).toEqual(['r0', 'r1', 'r2', 'r3']);
    }
  );

  it('asks for little that it knows, where nothing has happened for long', async () => {
    const dagster = dagsterOf(hourly(600));
    const history = historyOf(dagster);
    await history.read(SINCE_MS, NOW_MS, never);
    dagster.asked();
    await history.read(SINCE_MS, NOW_MS + 20 * DAY_MS, never);
    expect(dagster.asked()).toEqual(['Runs']);
  });

  it('is refreshed again soon after the clock was set back', async () => {
    const dagster = dagsterOf(hourly(2));
    const history = historyOf(dagster);
    await history.read(SINCE_MS, NOW_MS + 5 * HOUR_MS, never);
    dagster.model.runs = [...dagster.model.runs, run('new', { endMs: NOW_MS + MINUTE_MS })];
    expect(await history.read(SINCE_MS, NOW_MS + 6 * MINUTE_MS, never)).toMatchObject({
      asOfMs: NOW_MS + 6 * MINUTE_MS,
    });
    expect((await history.read(SINCE_MS, NOW_MS + 12 * MINUTE_MS, never)).runs.has('new')).toBe(true);
  });

  it('forgets a run that was deleted before it ended, and keeps one that was deleted later', async () => {
    const queued = run('queued', { status: 'QUEUED', startMs: null, endMs: null, createdMs: NOW_MS - 3 * HOUR_MS });
    const hung = run('hung', { status: 'STARTED', endMs: null, startMs: NOW_MS - 3 * HOUR_MS });
    const dagster = dagsterOf([queued, hung, run('failed', { status: 'FAILURE' })]);
    const history = historyOf(dagster);
    const { version } = await history.read(SINCE_MS, NOW_MS, never);
    dagster.model.runs = [hung];
    filters(dagster);
    const known = await history.read(SINCE_MS, NOW_MS + HOUR_MS, never);
    expect([...known.runs.keys()].sort()).toEqual(['failed', 'hung']);
    expect(known.version).toBeGreaterThan(version);
    expect(filters(dagster).filter(({ runIds }) => runIds)).toEqual([{ runIds: ['queued', 'hung'] }]);
  });

  it('has the same version as long as nothing changed', async () => {
    const history = historyOf(dagsterOf(hourly(3)));
    const { version } = await history.read(SINCE_MS, NOW_MS, never);
    expect((await history.read(SINCE_MS, NOW_MS + HOUR_MS, never)).version).toBe(version);
  });

  it('fetches roots and parents from before the window by id, and asks once for those that are gone', async () => {
    const old = run('root', { endMs: NOW_MS - 40 * DAY_MS });
    const retry = run('retry', { rootRunId: 'root', parentRunId: 'parent', endMs: NOW_MS - DAY_MS });
    const dagster = dagsterOf([old, retry]);
    const history = historyOf(dagster);
    const { runs } = await history.read(SINCE_MS, NOW_MS, never);
    expect([...runs.keys()].sort()).toEqual(['retry', 'root']);
    expect(filters(dagster).filter(({ runIds }) => runIds)).toEqual([{ runIds: ['parent', 'root'] }]);
    await history.read(SINCE_MS, NOW_MS + HOUR_MS, never);
    expect(filters(dagster).filter(({ runIds }) => runIds)).toEqual([]);
  });

  it('knows since when runs are known: all along, or from the first one', async () => {
    const young = await historyOf(dagsterOf(hourly(5))).read(SINCE_MS, NOW_MS, never);
    expect(young.observedFromMs).toBe(Math.min(...hourly(5).map(({ createdMs }) => createdMs)));
    const old = [...hourly(5), run('old', { endMs: NOW_MS - 90 * DAY_MS })];
    expect((await historyOf(dagsterOf(old)).read(SINCE_MS, NOW_MS, never)).observedFromMs).toBe(-Infinity);
  });

  it('knows of a Dagster that had no runs yet from when its first one came', async () => {
    const dagster = dagsterOf([]);
    const history = historyOf(dagster);
    expect((await history.read(SINCE_MS, NOW_MS, never)).observedFromMs).toBe(Infinity);
    const first = run('first', { endMs: NOW_MS + MINUTE_MS });
    dagster.model.runs = [first];
    expect((await history.read(SINCE_MS, NOW_MS + HOUR_MS, never)).observedFromMs).toBe(first.createdMs);
  });
});

describe('details of runs', () => {
  it('are asked once for each state of the run', async () => {
    const dagster = dagsterOf(hourly(45));
    const history = historyOf(dagster);
    const { runs } = await history.read(SINCE_MS, NOW_MS, never);
    dagster.asked();
    await history.readDetails([...runs.values()], never);
    expect(dagster.asked()).toEqual(['RunDetails', 'RunDetails', 'RunDetails']);
    expect((await history.readDetails([...runs.values()], never)).value.size).toBe(45);
    expect(dagster.asked()).toEqual([]);
    const [first] = runs.values();
    await history.readDetails([{ ...first, updatedMs: first.updatedMs + 1 }], never);
    expect(dagster.asked()).toEqual(['RunDetails']);
  });

  it('that have come are kept where a later request fails or the panel goes', async () => {
    const dagster = dagsterOf(hourly(100));
    const history = historyOf(dagster);
    const { runs } = await history.read(SINCE_MS, NOW_MS, never);
    dagster.asked();
    dagster.interrupt = () => {
      if (dagster.sent.length > 3) {
        throw new TransportError('unreachable', 'dagster', 'connection refused');
      }
    };
    await expect(history.readDetails([...runs.values()], never)).rejects.toThrow('connection refused');
    dagster.interrupt = undefined;
    dagster.asked();
    expect((await history.readDetails([...runs.values()], never)).value.size).toBe(100);
    expect(dagster.asked().length).toBeLessThanOrEqual(3);
  });

  it('of runs that Dagster has deleted are asked for only once', async () => {
    const dagster = dagsterOf(hourly(2));
    const history = historyOf(dagster);
    const { runs } = await history.read(SINCE_MS, NOW_MS, never);
    dagster.model.runs = [];
    dagster.asked();
    const wanted = [...runs.values()];
    expect((await history.readDetails(wanted, never)).value.size).toBe(0);
    await history.readDetails(wanted, never);
    expect(dagster.asked()).toEqual(['RunDetails']);
  });
});

describe('a read that does not come to its end', () => {
  /** Every place at which a read can break off, counted in requests. */
  const BREAKS = [0, 1, 2, 3, 4, 5, 6, 7];
  const RUNS = [...hourly(600), run('retry', { rootRunId: 'root', parentRunId: 'root', endMs: NOW_MS - HOUR_MS })];
  const ALL = [...RUNS, run('root', { endMs: NOW_MS - 60 * DAY_MS })];

  async function table(history: RunHistory, nowMs: number, signal = never) {
    const { runs, observedFromMs, asOfMs } = await history.read(SINCE_MS, nowMs, signal);
    return { ids: [...runs.keys()].sort(), observedFromMs, asOfMs };
  }

  it.each(BREAKS)(
    'because Dagster failed after %d requests leaves a table that the next read completes',
    async (after) => {
      const dagster = dagsterOf(ALL);
      const expected = await table(historyOf(dagster), NOW_MS);
      const history = historyOf(dagster);
      let left = after;
      dagster.interrupt = () => {
        if (left-- <= 0) {
          throw new TransportError('unreachable', 'dagster', 'connection refused');
        }
      };
      await history.read(SINCE_MS, NOW_MS, never).catch((error) => expect(error).toBeInstanceOf(TransportError));
      dagster.interrupt = undefined;
      expect(await table(history, NOW_MS)).toEqual(expected);
    }
  );

  it.each(BREAKS)('because its panel left after %d requests costs no one else anything', async (after) => {
    const dagster = dagsterOf(ALL);
    const expected = await table(historyOf(dagster), NOW_MS);
    const history = historyOf(dagster);
    const panel = new AbortController();
    let left = after;
    dagster.interrupt = () => {
      if (left-- === 0) {
        panel.abort(new Error('left'));
      }
    };
    const [mine, theirs] = await Promise.allSettled([table(history, NOW_MS, panel.signal), table(history, NOW_MS)]);
    expect(mine.status === 'rejected' || after >= 4).toBe(true);
    expect(theirs).toEqual({ status: 'fulfilled', value: expected });
  });

  it('at a refresh is made up for by the next one', async () => {
    const dagster = dagsterOf(hourly(3));
    const history = historyOf(dagster);
    await history.read(SINCE_MS, NOW_MS, never);
    dagster.model.runs = [...dagster.model.runs, run('new', { endMs: NOW_MS + MINUTE_MS })];
    dagster.interrupt = () => {
      throw new TransportError('unreachable', 'dagster', 'connection refused');
    };
    await expect(history.read(SINCE_MS, NOW_MS + HOUR_MS, never)).rejects.toThrow('connection refused');
    dagster.interrupt = undefined;
    expect((await history.read(SINCE_MS, NOW_MS + 3 * HOUR_MS, never)).runs.has('new')).toBe(true);
  });
});
