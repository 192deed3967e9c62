import { inChunks } from './inChunks';

describe('reading a list piece by piece', () => {
  it('keeps its order, whichever piece comes first, with at most four under way', async () => {
    const items = Array.from({ length: 95 }, (_, index) => index);
    let underWay = 0;
    let most = 0;
    const { value, executed } = await inChunks(items, 10, async (chunk) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, (chunk[0] * 7) % 13));
      underWay--;
      return { value: chunk, executed: [{ name: 'Read', variables: { chunk } }] };
    });
    expect(value).toEqual(items);
    expect(executed).toHaveLength(10);
    expect(most).toBe(4);
  });

  it('fails with the first piece that fails', async () => {
    await expect(inChunks([1, 2, 3], 1, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });
});
