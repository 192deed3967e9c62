import { DAY_MS, HOUR_MS } from '../budget/durations';
import { unobservedCounts } from '../budget/eventCounts';
import { objectiveOf } from '../evaluation/objective.testing';
import type { ContributorsRequest, CountsRequest } from './contract';
import { sharedReads } from './sharedReads';
import { createSource, type Readers } from './createSource';

const NOW = Date.UTC(2026, 10, 22, 10);
const never = new AbortController().signal;

/** Counts in every bucket how many hours it lies before now. */
class Counting implements Readers {
  reads: CountsRequest[] = [];
  signals: AbortSignal[] = [];
  itemReads = 0;
  fails = false;

  async counts(request: CountsRequest, signal: AbortSignal) {
    this.reads.push(request);
    this.signals.push(signal);
    if (this.fails) {
      throw new Error('down');
    }
    const counts = unobservedCounts(request.fromMs, request.toMs, request.stepMs);
    counts.total.forEach((_, i) => (counts.total[i] = (NOW - request.fromMs) / HOUR_MS - i));
    return { counts, notices: [], executed: [] };
  }

  async items() {
    this.itemReads++;
    return { items: { asOfMs: NOW, good: 1, total: 1, bad: [] }, notices: [], executed: [] };
  }
}

function request(days: number, overrides: Partial<CountsRequest> = {}): CountsRequest {
  const objective = objectiveOf();
  return { objective, stepMs: HOUR_MS, fromMs: NOW - days * DAY_MS, toMs: NOW, nowMs: NOW, ...overrides };
}

describe('reads that panels share', () => {
  it('are one read of the longest range, of which each panel gets its own part', async () => {
    const source = new Counting();
    const shared = sharedReads(createSource('Demo', source));
    const answers = await Promise.all([1, 3, 2].map((days) => shared.read('counts', request(days), never)));
    expect(source.reads.map(({ fromMs }) => fromMs)).toEqual([NOW - 3 * DAY_MS]);
    answers.forEach(({ counts }, i) => {
      const days = [1, 3, 2][i];
      expect(counts.startMs).toBe(NOW - days * DAY_MS);
      expect(counts.total).toHaveLength(days * 24);
      expect(counts.total[0]).toBe(days * 24);
    });
  });

  it('share contributors only of the same events', async () => {
    const asked: ContributorsRequest[] = [];
    const source = createSource('Demo', {
      async contributors(one) {
        asked.push(one);
        return { contributors: [], notices: [], executed: [] };
      },
    });
    const shared = sharedReads(source);
    const { objective, fromMs, toMs, nowMs } = request(30);
    const maintenance = { fromMs: NOW - DAY_MS, toMs: NOW - HOUR_MS };
    const ranges = [[], [maintenance], [maintenance]];
    await Promise.all(
      ranges.map((without) => shared.read('contributors', { objective, fromMs, toMs, nowMs, without }, never))
    );
    expect(asked.map(({ without }) => without)).toEqual([[], [maintenance]]);
  });

  it('share outcomes of queries just so, each column with its own part', async () => {
    const source = Object.assign(new Counting(), {
      async outcomes(this: Counting, asked: CountsRequest) {
        const { counts, notices, executed } = await this.counts(asked, never);
        const { total } = counts;
        const none = new Float64Array(total.length);
        const outcomes = {
          finished: total,
          userErrors: none,
          unexpected: none,
          ignored: none,
          abandoned: none,
          killed: none,
        };
        return { counts, outcomes, notices, executed };
      },
    });
    const shared = sharedReads(createSource('Demo', source));
    const answers = await Promise.all([1, 2].map((days) => shared.read('outcomes', request(days), never)));
    expect(source.reads).toHaveLength(1);
    answers.forEach((answer, i) => {
      const hours = (i + 1) * 24;
      expect(answer.counts.total).toHaveLength(hours);
      expect(answer.outcomes.finished).toEqual(answer.counts.total);
      expect(answer.outcomes.killed).toHaveLength(hours);
    });
  });

  it('serve a panel that comes a little later', async () => {
    const source = new Counting();
    const shared = sharedReads(createSource('Demo', source));
    await shared.read('counts', request(3), never);
    expect((await shared.read('counts', request(1), never)).counts.total).toHaveLength(24);
    expect(source.reads).toHaveLength(1);
  });

  it('begin anew for a longer past, another tier, another end or another objective', async () => {
    const source = new Counting();
    const shared = sharedReads(createSource('Demo', source));
    await shared.read('counts', request(1), never);
    await shared.read('counts', request(2), never);
    await shared.read('counts', request(1, { stepMs: HOUR_MS / 12 }), never);
    await shared.read('counts', request(1, { toMs: NOW - HOUR_MS }), never);
    await shared.read('counts', request(1, { objective: objectiveOf({ id: 'other' }) }), never);
    expect(source.reads).toHaveLength(5);
  });

  it('are read again after two seconds, so that a refresh sees what is new', async () => {
    const source = new Counting();
    const shared = sharedReads(createSource('Demo', source));
    const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
    await shared.read('counts', request(1), never);
    clock.mockReturnValue(NOW + 2_001);
    await shared.read('counts', request(1), never);
    clock.mockRestore();
    expect(source.reads).toHaveLength(2);
  });

  it('go on while a panel still waits, and stop when none does', async () => {
    const source = new Counting();
    const shared = sharedReads(createSource('Demo', source));
    const [first, second] = [new AbortController(), new AbortController()];
    const left = shared.read('counts', request(1), first.signal);
    const stayed = shared.read('counts', request(1), second.signal);
    first.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect((await stayed).counts.total).toHaveLength(24);

    const third = new AbortController();
    const alone = shared.read('counts', request(5), third.signal);
    third.abort(new Error('gone'));
    await expect(alone).rejects.toThrow('gone');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(source.reads).toHaveLength(1);
  });

  it('fail for all who waited, and for no one afterwards', async () => {
    const source = new Counting();
    const shared = sharedReads(createSource('Demo', source));
    source.fails = true;
    const waiting = [1, 2].map((days) => shared.read('counts', request(days), never));
    await Promise.all(waiting.map((read) => expect(read).rejects.toThrow('down')));
    source.fails = false;
    expect((await shared.read('counts', request(1), never)).counts.total).toHaveLength(24);
  });

  it('are one for items too, where the source has any', async () => {
    const source = new Counting();
    const shared = sharedReads(createSource('Demo', source));
    const items = { objective: objectiveOf(), nowMs: NOW };
    await Promise.all([shared.read('items', items, never), shared.read('items', items, never)]);
    expect(source.itemReads).toBe(1);
    expect([...shared.kinds]).toEqual(['counts', 'items']);
  });

  it('follow a lineage once for the graph and the table of it, and each direction by itself', async () => {
    const asked: string[] = [];
    const source: Readers = {
      lineage: async ({ direction }) => {
        asked.push(direction);
        return { assets: [], edges: [], notices: [], executed: [] };
      },
    };
    const shared = sharedReads(createSource('Demo', source));
    const lineage = (direction: 'upstream' | 'downstream') =>
      shared.read('lineage', { ...request(30), direction, unstable: [], judging: [] }, never);
    await Promise.all([lineage('upstream'), lineage('upstream'), lineage('downstream')]);
    expect(asked).toEqual(['upstream', 'downstream']);
  });
});
