import { partsOf } from './partsOf';

const figure = { bad: 20, total: 1000 };
const known = { noData: 'unknown' as const };
const part = (name: string, bad: number, total: number | null, dimension = 'code') => ({ dimension, name, bad, total });

describe('the parts of a figure', () => {
  it('are the contributors where these add up to it', () => {
    const contributors = [part('500', 15, 15), part('503', 5, 5), part('200', 0, 980)];
    expect(partsOf(figure, { contributors }, known)).toEqual({ contributors, notices: [] });
  });

  it('hold what the source counted without attributing it', () => {
    const { contributors, notices } = partsOf(
      figure,
      { contributors: [part('500', 12, 12), part('200', 0, 900)] },
      known
    );
    expect(contributors.at(-1)).toMatchObject({ dimension: 'code', name: 'not attributed', bad: 8, total: 88 });
    expect(notices).toEqual([]);
  });

  it('hold the unknown part of the total where only bad events are split', () => {
    const { contributors } = partsOf(figure, { contributors: [part('INTERNAL', 12, null)] }, known);
    expect(contributors.at(-1)).toMatchObject({ bad: 8, total: null });
  });

  it('hold the unobserved time that the no-data policy counts as bad', () => {
    const { contributors } = partsOf(figure, { contributors: [part('a', 12, 992)] }, { noData: 'bad' });
    expect(contributors.at(-1)).toMatchObject({ name: 'unobserved time', bad: 8, total: 8 });
  });

  it('are completed in every dimension by itself', () => {
    const contributors = [part('INTERNAL', 20, null, 'Error type'), part('hex', 15, null, 'User')];
    const parts = partsOf(figure, { contributors }, known).contributors;
    expect(parts.slice(2)).toEqual([expect.objectContaining({ dimension: 'User', bad: 5 })]);
  });

  it('differ from it by rounding, which is spread over them without a word', () => {
    const contributors = [part('500', 14.7, 15), part('503', 4.9, 5), part('200', 0, 980)];
    const spread = partsOf(figure, { contributors }, known);
    expect(spread.contributors.map(({ bad }) => bad)).toEqual([expect.closeTo(15), expect.closeTo(5), 0]);
    expect(spread.notices).toEqual([]);
    const many = [part('500', 49_960, 49_960)];
    expect(partsOf({ bad: 50_000, total: 1e6 }, { contributors: many }, known).contributors).toHaveLength(1);
  });

  it('that are more than it are said, with the arithmetic', () => {
    const { contributors, notices } = partsOf(figure, { contributors: [part('500', 1020, 1020)] }, known);
    expect(contributors).toHaveLength(1);
    expect(notices).toEqual([
      {
        severity: 'warning',
        text: 'contributors by code add up to 1,020 bad events, the figure counts 20: their shares are too large',
      },
    ]);
  });

  it('may add up to more where an event is of several, which is said', () => {
    const contributors = [part('a', 20, 500, 'Asset'), part('b', 20, 500, 'Asset')];
    const parts = partsOf(figure, { contributors, overlapping: true }, known);
    expect(parts.contributors).toEqual(contributors);
    expect(parts.notices).toEqual([
      {
        severity: 'info',
        text: 'contributors by Asset add up to 40 bad events, the figure counts 20: an event with several of them counts for each',
      },
    ]);
    expect(partsOf(figure, { contributors: [part('a', 20, 500)], overlapping: true }, known).notices).toEqual([]);
  });

  it('are none where the source has none', () => {
    expect(partsOf(figure, { contributors: [] }, known)).toEqual({ contributors: [], notices: [] });
  });
});
