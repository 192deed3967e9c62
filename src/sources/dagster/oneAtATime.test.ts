import { OneAtATime } from './oneAtATime';

const never = new AbortController().signal;
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('work that runs one at a time', () => {
  it('never overlaps, and comes in order', async () => {
    const turns = new OneAtATime();
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await pause();
      log.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all([turns.run(never, work('a')), turns.run(never, work('b'))])).toEqual(['a', 'b']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('continues after a failure, which affects no other caller', async () => {
    const turns = new OneAtATime();
    const failing = turns.run(never, () => Promise.reject(new Error('down')));
    const next = turns.run(never, async () => 'up');
    await expect(failing).rejects.toThrow('down');
    expect(await next).toBe('up');
  });

  it('skips the work of a caller who has left', async () => {
    const turns = new OneAtATime();
    const controller = new AbortController();
    const first = turns.run(never, pause);
    const ran = jest.fn();
    const left = turns.run(controller.signal, async () => ran());
    controller.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await first;
    expect(ran).not.toHaveBeenCalled();
  });
});
