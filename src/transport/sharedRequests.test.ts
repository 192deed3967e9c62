import { SharedRequests } from './sharedRequests';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Work that ends when the test says so, and how often and with which signal it was started. */
function work() {
  const signals: AbortSignal[] = [];
  const ends: Array<{ resolve: (value: string) => void; reject: (error: unknown) => void }> = [];
  const start = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<string>((resolve, reject) => ends.push({ resolve, reject }));
  };
  return { signals, ends, start };
}

describe('requests for the same thing at the same time', () => {
  const unhandled = jest.fn();
  beforeAll(() => void process.on('unhandledRejection', unhandled));
  afterAll(() => void process.off('unhandledRejection', unhandled));
  afterEach(async () => {
    await settle();
    await settle();
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('are one', async () => {
    const shared = new SharedRequests();
    const { start, signals, ends } = work();
    const both = Promise.all([1, 2].map(() => shared.run('key', new AbortController().signal, start)));
    ends[0].resolve('value');
    expect(await both).toEqual(['value', 'value']);
    expect(signals).toHaveLength(1);
  });

  it('are several for different things', () => {
    const shared = new SharedRequests();
    const { start, signals } = work();
    void shared.run('one', new AbortController().signal, start);
    void shared.run('other', new AbortController().signal, start);
    expect(signals).toHaveLength(2);
  });

  it('go on for the others when one caller leaves', async () => {
    const shared = new SharedRequests();
    const { start, signals, ends } = work();
    const leaver = new AbortController();
    const left = shared.run('key', leaver.signal, start);
    const stayed = shared.run('key', new AbortController().signal, start);
    leaver.abort('gone');
    await expect(left).rejects.toBe('gone');
    expect(signals[0].aborted).toBe(false);
    ends[0].resolve('value');
    expect(await stayed).toBe('value');
  });

  it('are aborted when the last caller leaves, and later ones start anew', async () => {
    const shared = new SharedRequests();
    const { start, signals, ends } = work();
    const callers = [new AbortController(), new AbortController()];
    const left = callers.map(({ signal }) => shared.run('key', signal, start));
    callers.forEach((caller, index) => caller.abort(`gone ${index}`));
    expect(signals[0]).toMatchObject({ aborted: true, reason: 'gone 1' });
    const later = shared.run('key', new AbortController().signal, start);
    expect(signals).toHaveLength(2);
    ends[0].reject(new Error('aborted work'));
    await expect(left[0]).rejects.toBe('gone 0');
    await expect(left[1]).rejects.toBe('gone 1');
    ends[1].resolve('anew');
    expect(await later).toBe('anew');
  });

  it('are still shared after an older work under the same key ended late', async () => {
    const shared = new SharedRequests();
    const { start, signals, ends } = work();
    const leaver = new AbortController();
    const left = shared.run('key', leaver.signal, start);
    leaver.abort('gone');
    await expect(left).rejects.toBe('gone');
    void shared.run('key', new AbortController().signal, start);
    ends[0].resolve('too late');
    await settle();
    void shared.run('key', new AbortController().signal, start);
    expect(signals).toHaveLength(2);
  });

  it('fail for all callers, and are forgotten', async () => {
    const shared = new SharedRequests();
    const { start, signals, ends } = work();
    const both = [1, 2].map(() => shared.run('key', new AbortController().signal, start));
    const error = new Error('upstream');
    ends[0].reject(error);
    expect(await Promise.allSettled(both)).toEqual([
      { status: 'rejected', reason: error },
      { status: 'rejected', reason: error },
    ]);
    const later = shared.run('key', new AbortController().signal, start);
    expect(signals).toHaveLength(2);
    ends[1].resolve('value');
    expect(await later).toBe('value');
  });

  it('start anew once answered', async () => {
    const shared = new SharedRequests();
    const start = jest.fn(async () => 'value');
    await shared.run('key', new AbortController().signal, start);
    await shared.run('key', new AbortController().signal, start);
    expect(start).toHaveBeenCalledTimes(2);
  });

  it('fail when the work fails before it begins', async () => {
    const shared = new SharedRequests();
    const start = () => {
      throw new Error('at once');
    };
    await expect(shared.run('key', new AbortController().signal, start)).rejects.toThrow('at once');
  });

  it('do not begin for a caller that is gone already', async () => {
    const { start, signals } = work();
    await expect(new SharedRequests().run('key', AbortSignal.abort('gone'), start)).rejects.toBe('gone');
    expect(signals).toEqual([]);
  });
});
