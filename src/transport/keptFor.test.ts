import { KeptFor } from './keptFor';

const never = new AbortController().signal;

/** Counts what is read. */
function reader() {
  let reads = 0;
  return () => {
    reads += 1;
    return Promise.resolve(reads);
  };
}

describe('an answer that is kept', () => {
  it('serves every caller for its time, and is read anew after it', async () => {
    const kept = new KeptFor<number>(1000);
    const read = reader();
    expect(await kept.read('a', 0, never, read)).toBe(1);
    expect(await kept.read('a', 999, never, read)).toBe(1);
    expect(await kept.read('a', 1000, never, read)).toBe(2);
  });

  it('does not serve an instant before it was read', async () => {
    const kept = new KeptFor<number>(1000);
    const read = reader();
    await kept.read('a', 500, never, read);
    expect(await kept.read('a', 400, never, read)).toBe(2);
  });

  it('is identified by its key', async () => {
    const kept = new KeptFor<number>(1000);
    const read = reader();
    expect([await kept.read('a', 0, never, read), await kept.read('b', 0, never, read)]).toEqual([1, 2]);
  });

  it('is read once by all who ask at the same time', async () => {
    const kept = new KeptFor<number>(1000);
    const read = reader();
    expect(await Promise.all([0, 0, 0].map((nowMs) => kept.read('a', nowMs, never, read)))).toEqual([1, 1, 1]);
  });

  it('is no failure: the next one asks again', async () => {
    const kept = new KeptFor<number>(1000);
    await expect(kept.read('a', 0, never, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await kept.read('a', 1, never, reader())).toBe(1);
  });

  it('is still read for the others when one leaves', async () => {
    const kept = new KeptFor<number>(1000);
    const leaving = new AbortController();
    let answer: (value: number) => void = () => undefined;
    const slow = () => new Promise<number>((resolve) => (answer = resolve));
    const mine = kept.read('a', 0, leaving.signal, slow);
    const theirs = kept.read('a', 0, never, slow);
    leaving.abort(new Error('left'));
    await expect(mine).rejects.toThrow('left');
    answer(7);
    expect(await theirs).toBe(7);
  });
});
