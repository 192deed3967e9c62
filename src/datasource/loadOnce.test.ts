import { loadOnce } from './loadOnce';

describe('what is loaded once', () => {
  it('is loaded when it is needed, and never again', async () => {
    const load = jest.fn(async () => ({}));
    const get = loadOnce(load);
    expect(load).not.toHaveBeenCalled();
    const [first, second] = await Promise.all([get(), get()]);
    expect(second).toBe(first);
    expect(await get()).toBe(first);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('is tried again after a failure, as after a network that was gone for a moment', async () => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockRejectedValueOnce(new Error('no network'))
      .mockResolvedValue('here');
    const get = loadOnce(load);
    await expect(get()).rejects.toThrow('no network');
    await expect(get()).resolves.toBe('here');
  });
});
