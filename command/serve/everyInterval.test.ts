import { everyInterval } from './everyInterval';

describe('rounds', () => {
  let controller: AbortController;

  beforeEach(() => {
    jest.useFakeTimers();
    controller = new AbortController();
  });

  afterEach(() => {
    controller.abort();
    jest.useRealTimers();
  });

  it('begin at once and come back every interval', async () => {
    const begun: number[] = [];
    const startMs = performance.now();
    void everyInterval(1000, async () => void begun.push(performance.now() - startMs), controller.signal);
    await jest.advanceTimersByTimeAsync(3100);
    expect(begun).toEqual([0, 1000, 2000, 3000]);
  });

  it('never overlap: those that a slow one outlasts are skipped and reported', async () => {
    const begun: Array<[atMs: number, skipped: number]> = [];
    let underWay = 0;
    const startMs = performance.now();
    const slow = async (skipped: number) => {
      begun.push([performance.now() - startMs, skipped]);
      expect(++underWay).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, begun.length === 1 ? 2500 : 10));
      underWay--;
    };
    void everyInterval(1000, slow, controller.signal);
    await jest.advanceTimersByTimeAsync(4100);
    expect(begun).toEqual([
      [0, 0],
      [3000, 2],
      [4000, 0],
    ]);
  });

  it('end with the signal, and leave no timer behind', async () => {
    const ended = everyInterval(1000, async () => undefined, controller.signal);
    await jest.advanceTimersByTimeAsync(1500);
    controller.abort();
    await ended;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('break off as their work does', async () => {
    const broken = everyInterval(
      1000,
      async () => {
        throw new Error('broken');
      },
      controller.signal
    );
    await expect(broken).rejects.toThrow('broken');
  });
});
