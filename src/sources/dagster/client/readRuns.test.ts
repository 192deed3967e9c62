import fc from 'fast-check';
import type { HttpAnswer } from '../../../transport/port';
import { GraphqlApi } from './graphqlApi';
import { PAGE_SIZE, readRuns } from './readRuns';
import { answeringPort, jsonAnswer } from './testdata/recordedPort';
import recorded from './testdata/dagster-1.13.27.json';

const { signal } = new AbortController();

interface Row {
  runId: string;
  creationTime: number;
  updateTime: number;
}

interface Variables {
  filter: { createdAfter?: number; createdBefore?: number; updatedAfter?: number; runIds?: string[] };
  cursor?: string;
  limit: number;
}

/** Runs as Dagster pages them: newest first, exclusive bounds in seconds, from after the cursor. */
function runTable(createdMs: number[]) {
  return unordered([...createdMs].sort((a, b) => a - b));
}

/** The same, but the newest row is not always that of the newest run. */
function unordered(createdMs: number[]) {
  const rows: Row[] = createdMs
    .map((ms, index) => ({ runId: `run-${index}`, creationTime: ms / 1000, updateTime: ms / 1000 }))
    .reverse();
  return servedBy(rows);
}

function servedBy(rows: Row[], served: (page: number) => void = () => undefined) {
  let pages = 0;
  return answeringPort<Variables>(recorded, (_, variables) => {
    const answer = page(rows, variables);
    served((pages += 1));
    return answer;
  });
}

function page(rows: Row[], { filter, cursor, limit }: Variables): HttpAnswer {
  const last = rows.findIndex(({ runId }) => runId === cursor);
  // Nothing comes after a run that does not exist.
  const start = cursor === undefined ? 0 : last < 0 ? rows.length : last + 1;
  const { createdAfter = -Infinity, createdBefore = Infinity, updatedAfter = -Infinity, runIds } = filter;
  const found = rows
    .slice(start)
    .filter(
      ({ runId, creationTime, updateTime }) =>
        creationTime > createdAfter &&
        creationTime < createdBefore &&
        updateTime > updatedAfter &&
        (runIds?.includes(runId) ?? true)
    );
  const results = found.slice(0, limit).map((row) => ({
    ...row,
    jobName: 'job',
    status: 'SUCCESS',
    startTime: row.creationTime,
    endTime: row.creationTime,
    rootRunId: null,
    parentRunId: null,
    stepKeysToExecute: null,
    assetSelection: null,
    assetCheckSelection: null,
    tags: [],
  }));
  return jsonAnswer({ data: { runsOrError: { __typename: 'Runs', results } } });
}

/** Without the query for features. */
function pagesOf({ sent }: ReturnType<typeof runTable>) {
  return sent.length - 1;
}

describe('reading runs', () => {
  it('finds every run of the window once, whatever their density, in at most ⌈runs/250⌉ + 5 requests', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 0, maxLength: 1_500 });
    await fc.assert(
      fc.asyncProperty(
        times,
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 1, max: 50 }),
        async (created, from, step) => {
          const createdMs = created.map((ms) => ms * step);
          const fromMs = from * step;
          const port = runTable(createdMs);
          const { value } = await readRuns(new GraphqlApi(port), { createdAfterMs: fromMs }, signal);
          const expected = createdMs.filter((ms) => ms >= fromMs).sort((a, b) => b - a);
          expect(value.map((run) => run.createdMs)).toEqual(expected);
          expect(new Set(value.map(({ id }) => id)).size).toBe(value.length);
          expect(pagesOf(port)).toBeLessThanOrEqual(Math.ceil(expected.length / PAGE_SIZE) + 5);
        }
      ),
      { numRuns: 60 }
    );
  });

  it('finds runs whose rows were not written in the order of their times', async () => {
    const rows = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 250, maxLength: 1_200 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 0, max: 100_000 }), async (createdMs, fromMs) => {
        const { value } = await readRuns(new GraphqlApi(unordered(createdMs)), { createdAfterMs: fromMs }, signal);
        const expected = createdMs.filter((ms) => ms >= fromMs).sort((a, b) => b - a);
        expect(value.map((run) => run.createdMs)).toEqual(expected);
      }),
      { numRuns: 30 }
    );
  });

  describe('while runs are being deleted', () => {
    const times = Array.from({ length: 1_400 }, (_, index) => index * 1_000);
    /** The last run of the first page, from which the next one continues. */
    const LAST_OF_PAGE = times.length - PAGE_SIZE;

    function whileDeleting(ids: (index: number) => boolean) {
      const rows: Row[] = times
        .map((ms, index) => ({ runId: `run-${index}`, creationTime: ms / 1000, updateTime: ms / 1000 }))
        .reverse();
      const port = servedBy(rows, (page) => {
        if (page === 1) {
          rows.splice(0, rows.length, ...rows.filter(({ runId }) => !ids(Number(runId.slice('run-'.length)))));
        }
      });
      return readRuns(new GraphqlApi(port), { createdAfterMs: 0 }, signal);
    }

    it.each([1, 7, PAGE_SIZE - 1])(
      'finds what comes after the %d that are gone from the end of a page',
      async (gone) => {
        const { value } = await whileDeleting((index) => index >= LAST_OF_PAGE && index < LAST_OF_PAGE + gone);
        expect(value).toHaveLength(times.length);
      }
    );

    it('says so where a whole page of them is gone, and never calls the rest all there is', async () => {
      await expect(whileDeleting((index) => index >= LAST_OF_PAGE)).rejects.toThrow(
        '250 runs were deleted while they were read, so what comes after them cannot be asked for. ' +
          'Refresh once no more runs are being deleted.'
      );
    });
  });

  it('pages slices of time side by side', async () => {
    const port = runTable(Array.from({ length: 5_000 }, (_, index) => index * 1000));
    const { value, executed } = await readRuns(new GraphqlApi(port), { createdAfterMs: 0 }, signal);
    expect(value).toHaveLength(5_000);
    expect(executed).toHaveLength(pagesOf(port));
    expect(pagesOf(port)).toBeLessThanOrEqual(25);
    const begun = port.sent.slice(2, 6).map(({ body }) => JSON.parse(body ?? '').variables.filter.createdBefore);
    expect(new Set(begun).size).toBe(4);
  });

  it('needs one request for what changed since', async () => {
    const port = runTable([1000, 2000, 3000]);
    const { value } = await readRuns(new GraphqlApi(port), { createdAfterMs: 0, updatedAfterMs: 3000 }, signal);
    expect(value.map(({ createdMs }) => createdMs)).toEqual([3000]);
    expect(pagesOf(port)).toBe(1);
  });

  it('finds runs by id, and leaves out those that are gone', async () => {
    const port = runTable([1000, 2000]);
    const { value } = await readRuns(new GraphqlApi(port), { ids: ['run-0', 'gone'] }, signal);
    expect(value.map(({ id }) => id)).toEqual(['run-0']);
  });

  it('finds 600 runs by id in three requests', async () => {
    const port = runTable(Array.from({ length: 1_000 }, (_, index) => index));
    const ids = Array.from({ length: 600 }, (_, index) => `run-${index}`);
    expect((await readRuns(new GraphqlApi(port), { ids }, signal)).value).toHaveLength(600);
    expect(pagesOf(port)).toBe(3);
  });

  it('asks nothing for no ids', async () => {
    const port = runTable([1000]);
    expect((await readRuns(new GraphqlApi(port), { ids: [] }, signal)).value).toEqual([]);
    expect(port.sent).toHaveLength(0);
  });

  it.each([
    [
      'PythonError',
      'OperationalError: no such table\n\nStack Trace:\n  File "x"',
      /failed to read its runs: OperationalError: no such table\./,
    ],
    ['InvalidPipelineRunsFilterError', 'bad filter', /refused the filter of runs: bad filter/],
  ])('explains a %s', async (__typename, message, expected) => {
    const port = answeringPort(recorded, () => jsonAnswer({ data: { runsOrError: { __typename, message } } }));
    await expect(readRuns(new GraphqlApi(port), {}, signal)).rejects.toThrow(expected);
  });

  it('stops when its caller leaves', async () => {
    const controller = new AbortController();
    const port = runTable(Array.from({ length: 1_000 }, (_, index) => index));
    const stopping = {
      send: (...[request, given]: Parameters<typeof port.send>) => {
        if (port.sent.length === 2) {
          controller.abort(new Error('the panel is gone'));
        }
        return given.aborted ? Promise.reject(given.reason) : port.send(request, given);
      },
    };
    await expect(readRuns(new GraphqlApi(stopping), {}, controller.signal)).rejects.toThrow('the panel is gone');
    expect(port.sent).toHaveLength(2);
  });
});
