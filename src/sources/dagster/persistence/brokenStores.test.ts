import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../budget/durations';
import { dagsterSource, type DagsterSource } from '../dagsterSource';
import { ModelDagster } from '../modelDagster.testing';
import { dagsterObjective } from '../objectives.testing';
import { NIGHTLY_GRAPH, NOW_MS, run } from '../reliability/histories.testing';
import { SavedLater } from './savedLater';
import { MemoryStore } from './memoryStore.testing';
import { PatientStore } from './patientStore';
import type { RecordStore } from './recordStore';

const never = new AbortController().signal;
const EVERYTHING = dagsterObjective({ selection: 'key:"*"' });

function dagster(): ModelDagster {
  const runs = [2, 3, 4].map((hours) => run(`r${hours}`, { endMs: NOW_MS - hours * HOUR_MS }));
  return new ModelDagster({ graph: NIGHTLY_GRAPH, runs, details: [] });
}

async function total(source: DagsterSource, nowMs = NOW_MS): Promise<number> {
  const request = { objective: EVERYTHING, stepMs: HOUR_MS, fromMs: NOW_MS - 30 * DAY_MS, toMs: NOW_MS, nowMs };
  const { counts } = await source.read('counts', request, never);
  return counts.total.reduce((sum, each) => sum + each, 0);
}

const refuse = () => Promise.reject(new DOMException('The quota has been exceeded', 'QuotaExceededError'));
const nothing = new MemoryStore();

describe('a store that does not work', () => {
  it.each<[string, RecordStore]>([
    ['refuses both, as in private mode', { read: refuse, write: refuse }],
    ['refuses to write, since it is full', { read: (name) => nothing.read(name), write: refuse }],
    ['holds something else', { read: () => Promise.resolve({ version: 2, runs: 'none' }), write: refuse }],
    ['never answers, as one that another tab blocks', { read: () => new Promise(() => undefined), write: refuse }],
  ])('and %s costs a read, not a figure', async (_, store) => {
    const source = dagsterSource({ port: dagster(), store });
    expect(await total(source)).toBe(15);
    await source.save();
    expect(await total(dagsterSource({ port: dagster(), store }))).toBe(15);
  });

  it('and does not answer is asked once, and not for long', async () => {
    const read = jest.fn(() => new Promise(() => undefined));
    const began = performance.now();
    await total(dagsterSource({ port: dagster(), store: { read, write: refuse } }));
    expect(read).toHaveBeenCalledTimes(1);
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

test('a store is not given up because the page was busy while it answered', async () => {
  const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
  const read = async () => {
    await turn();
    await turn();
    return 'kept';
  };
  const reading = new PatientStore({ read, write: refuse }).read('runs');
  const busyUntil = performance.now() + 1_200;
  while (performance.now() < busyUntil) {
    // As when a page lays out its panels.
  }
  expect(await reading).toBe('kept');
});

describe('records of two tabs', () => {
  it('serve the next reader, whichever tab wrote last', async () => {
    const store = new MemoryStore();
    const [one, other] = [dagsterSource({ port: dagster(), store }), dagsterSource({ port: dagster(), store })];
    await Promise.all([total(one), total(other, NOW_MS + HOUR_MS)]);
    await other.save();
    await one.save();
    const next = dagsterSource({ port: dagster(), store });
    expect(await total(next, NOW_MS + 2 * HOUR_MS)).toBe(15);
  });
});

describe('a record', () => {
  it.each([
    ['Grafana refuses', { status: 403, headers: {}, text: '{"message":"Access denied"}' }],
    ['Dagster refuses', { status: 401, headers: {}, text: '{"error":"invalid token"}' }],
  ])('is not shown to a user whom %s', async (_, refusal) => {
    const store = new MemoryStore();
    const allowed = dagsterSource({ port: dagster(), store });
    await total(allowed);
    await allowed.save();
    const port = { send: () => Promise.resolve(refusal) };
    await expect(total(dagsterSource({ port, store }))).rejects.toThrow('refused the credentials');
  });

  it('of a Dagster whose open runs were deleted counts them no longer', async () => {
    const store = new MemoryStore();
    const open = run('open', { status: 'QUEUED', startMs: null, endMs: null, createdMs: NOW_MS - 2 * HOUR_MS });
    const port = dagster();
    port.model.runs = [...port.model.runs, open];
    const before = dagsterSource({ port, store });
    await total(before);
    await before.save();
    const laterMs = NOW_MS + 30 * HOUR_MS;
    const bad = async () => {
      const request = { objective: EVERYTHING, stepMs: HOUR_MS, fromMs: NOW_MS, toMs: laterMs, nowMs: laterMs };
      const { counts } = await dagsterSource({ port, store }).read('counts', request, never);
      return counts.total.reduce((sum, each) => sum + each, 0);
    };
    expect(await bad()).toBe(5);
    port.model.runs = port.model.runs.filter(({ id }) => id !== 'open');
    expect(await bad()).toBe(0);
  });

  it('is written when something was learned, and else once a day', async () => {
    const store = new MemoryStore();
    const source = dagsterSource({ port: dagster(), store });
    const writes = () => store.written.filter((name) => name === 'runs').length;
    await total(source);
    await source.save();
    expect(writes()).toBe(1);
    await total(source, NOW_MS + 6 * MINUTE_MS);
    await source.save();
    expect(writes()).toBe(1);
    await total(source, NOW_MS + 25 * HOUR_MS);
    await source.save();
    expect(writes()).toBe(2);
  });
});

describe('saving later', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is done once after all that went on side by side, and not again before its time', async () => {
    const work = jest.fn(() => Promise.resolve());
    const saved = new SavedLater(work);
    await Promise.all([1, 2, 3].map(() => saved.after(() => Promise.resolve())));
    jest.advanceTimersByTime(1_999);
    expect(work).not.toHaveBeenCalled();
    await saved.after(() => Promise.resolve());
    jest.advanceTimersByTime(2_000);
    expect(work).toHaveBeenCalledTimes(1);
    await saved.after(() => Promise.resolve());
    jest.advanceTimersByTime(50_000);
    expect(work).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(10_000);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('waits for what is under way, and is done after a failure too', async () => {
    const work = jest.fn(() => Promise.resolve());
    const saved = new SavedLater(work);
    let fail: (error: Error) => void = () => undefined;
    const slow = saved.after(() => new Promise((_, reject) => (fail = reject)));
    await saved.after(() => Promise.resolve());
    jest.advanceTimersByTime(10_000);
    expect(work).not.toHaveBeenCalled();
    fail(new Error('down'));
    await expect(slow).rejects.toThrow('down');
    jest.advanceTimersByTime(2_000);
    expect(work).toHaveBeenCalledTimes(1);
  });
});
