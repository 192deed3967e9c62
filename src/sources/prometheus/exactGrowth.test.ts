import fc from 'fast-check';
import { HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { increaseOf, levelOf, type Sample } from './counters.testing';
import { exactSides, type ByTerm } from './exactGrowth';

const NONE = new Float64Array(3);

/** Bad events of three buckets of an indicator that counts them in one pass. */
function badOf(bad: number[], badLevel: number[], uncertainty: number, births?: Array<[number, number]>) {
  const total = Float64Array.from(bad);
  const sides = { good: new Float64Array(bad.length), total, onePass: true };
  const found = exactSides(
    sides,
    { bad: Float64Array.from(badLevel) },
    uncertainty,
    births && { bad: new Map(births.map(([bucket, born]) => [bucket, { born, came: 1, went: 0 }])) }
  );
  return { bad: [...found.total.map((all, i) => all - found.good[i])], appeared: found.doubtful.bad?.above };
}

describe('exact growth', () => {
  it('is the rise of the level where an increase lost up to a scrape of a burst', () => {
    expect(badOf([0, 83.3, 0], [0, 100, 100], 0.22)).toEqual({ bad: [0, 100, 0], appeared: [] });
  });

  it('is the increase where a restart or a series that went lowers the level', () => {
    const after = [5, 5, 5, 5, 5, 5];
    const levels = [35, 40, 45, 50, 55, 60];
    expect(badOf([0, 40, ...after], [900, 30, ...levels], 0.22)).toEqual({ bad: [0, 40, ...after], appeared: [] });
  });

  it('is the increase where series appeared, until their first samples are known', () => {
    expect(badOf([0, 0, 0], [NaN, 100, 100], 0.22)).toEqual({ bad: [0, 0, 0], appeared: [1] });
    expect(badOf([0, 0, 0], [NaN, 100, 100], 0.22, [[1, 100]])).toEqual({ bad: [0, 100, 0], appeared: [] });
    expect(badOf([0, 0, 0], [NaN, 100, 100], 0.22, [[1, 0]])).toEqual({ bad: [0, 0, 0], appeared: [1] });
  });

  it('is the rise of the level where targets of one counter are scraped in different intervals, and no series changed', () => {
    const sides = { good: new Float64Array(6), total: Float64Array.of(0, 30, 0, 30, 0, 30), onePass: true };
    const levels = { bad: Float64Array.of(0, 20, 40, 60, 80, 100) };
    const { above, below } = exactSides(sides, levels, 0.05).doubtful.bad ?? { above: [], below: [], fallen: [] };
    expect([above, below]).toEqual([
      [2, 4],
      [1, 3, 5],
    ]);
    const asked = [...above, ...below];
    const unchanged = new Map(asked.map((bucket) => [bucket, { born: 0, came: 0, went: 0 }]));
    expect([...exactSides(sides, levels, 0.05, { bad: unchanged }).total]).toEqual([0, 20, 20, 20, 20, 20]);
  });

  it('asks about every bucket that rose by less than it grew, however few they are, and whether a counter fell', () => {
    const steady = Array.from({ length: 20 }, () => 10);
    const levels = steady.map((_, i) => i * 10);
    const burst = steady.map((grown, i) => (i === 7 ? 25 : grown));
    const sides = { good: new Float64Array(20), total: Float64Array.from(burst), onePass: true };
    expect(exactSides(sides, { bad: Float64Array.from(levels) }, 0.1).doubtful.bad).toEqual({
      above: [],
      below: [7],
      fallen: [],
    });
    const births = { bad: new Map([[7, { born: 0, came: 0, went: 0 }]]) };
    expect(exactSides(sides, { bad: Float64Array.from(levels) }, 0.1, births).total[7]).toBe(10);
    const fallen = Float64Array.from(levels, (level, i) => (i >= 7 ? level - 65 : level));
    expect(exactSides(sides, { bad: fallen }, 0.1).doubtful.bad).toEqual({ above: [], below: [], fallen: [7] });
  });

  it('is the increase where no level is known at the start, also of a server that says that no series came', () => {
    const births = { bad: new Map([[2, { born: 0, came: 0, went: 0 }]]) };
    const sides = { good: new Float64Array(4), total: Float64Array.of(0, 0, 0, 5), onePass: true };
    const levels = { bad: Float64Array.of(162, NaN, 162, 167) };
    expect([...exactSides(sides, levels, 0, births).total]).toEqual([0, 0, 0, 5]);
  });

  it('decides of good and total that are counted apart by the bad events between them', () => {
    // A burst of 30, of which the increase of the total makes 75: too much for the total's tolerance, not for that of good.
    const counted = { good: Float64Array.of(0, 1200, 1200), total: Float64Array.of(0, 1275, 1200), onePass: false };
    const levels = { good: Float64Array.of(0, 1080, 2280), total: Float64Array.of(0, 1110, 2310) };
    const { doubtful, good, total } = exactSides(counted, levels, 0.11);
    expect([...total].map((all, i) => all - good[i])).toEqual([0, 75, 0]);
    expect(doubtful).toEqual({
      good: { above: [], below: [1], fallen: [] },
      total: { above: [], below: [1], fallen: [] },
    });
    const unchanged = new Map([[1, { born: 0, came: 0, went: 0 }]]);
    const exact = exactSides(counted, levels, 0.11, { good: unchanged, total: unchanged });
    expect([[...exact.good], [...exact.total]]).toEqual([
      [0, 1080, 1200],
      [0, 1110, 1200],
    ]);
  });

  it('trusts the level where series were born, of which an increase extrapolates too little or too much', () => {
    expect(badOf([0, 66.7, 0], [NaN, 150, 150], 0.02, [[1, 100]])).toEqual({ bad: [0, 150, 0], appeared: [] });
  });

  it('does not trust the level where series were born while others went', () => {
    const ended = { bad: new Map([[1, { born: 1000, came: 1, went: 1 }]]) };
    const sides = { good: NONE, total: Float64Array.of(0, 0, 0), onePass: true };
    expect([...exactSides(sides, { bad: Float64Array.of(200, 1000, 1000) }, 0.1, ended).total]).toEqual([0, 1000, 0]);
    expect([...exactSides(sides, { bad: Float64Array.of(900, 400, 400) }, 0.1, ended).total]).toEqual([0, 1000, 0]);
  });

  it('is the increase where no level was asked for, or none was there', () => {
    const sides = { good: Float64Array.of(9, 9, 9), total: Float64Array.of(10, 10, 10), onePass: false };
    expect(exactSides(sides, {}, 0.2)).toEqual({ good: sides.good, total: sides.total, doubtful: {} });
    expect(badOf([1, 1, 1], [NaN, NaN, NaN], 0.2).bad).toEqual([1, 1, 1]);
  });

  it('keeps good, bad and total consistent, however they are counted', () => {
    const levels: ByTerm<Float64Array> = { bad: Float64Array.of(0, 100, 100), total: Float64Array.of(500, 1100, 1100) };
    const counted = { good: Float64Array.of(0, 510, 0), total: Float64Array.of(0, 593.3, 0) };
    const badTotal = exactSides({ ...counted, onePass: false }, levels, 0.22);
    expect([[...badTotal.good], [...badTotal.total]]).toEqual([
      [0, 500, 0],
      [0, 600, 0],
    ]);
    const goodTotal = exactSides(
      { ...counted, onePass: false },
      { good: Float64Array.of(500, 1000, 1000), total: levels.total },
      0.22
    );
    expect([[...goodTotal.good], [...goodTotal.total]]).toEqual([
      [0, 500, 0],
      [0, 600, 0],
    ]);
    expect(exactSides({ good: NONE, total: NONE, onePass: true }, {}, 0.2).total).toEqual(NONE);
  });
});

const scrapes = fc.record({
  everyMs: fc.constantFrom(15_000, 30_000, MINUTE_MS),
  turn: fc.double({ min: 0, max: 0.999, noNaN: true }),
  stoodAt: fc.constantFrom(0, 1, 30, 1000),
  /** When something failed, in scrapes, and how often. */
  bursts: fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 200 })), { maxLength: 6 }),
});

describe.each([
  ['five minutes', 5 * MINUTE_MS],
  ['hours', HOUR_MS],
])('bursts in buckets of %s', (_, stepMs) => {
  it('are counted exactly, wherever they lie and whatever the counter showed', () => {
    fc.assert(
      fc.property(scrapes, ({ everyMs, turn, stoodAt, bursts }) => {
        const turnMs = Math.floor(turn * everyMs);
        const count = 600;
        const samples: Sample[] = [];
        for (let i = 0; i < count; i++) {
          const failed = bursts.reduce((sum, [scrape, failures]) => sum + (scrape + 20 <= i ? failures : 0), 0);
          samples.push({ atMs: i * everyMs + turnMs, value: stoodAt + failed });
        }
        const buckets = Math.floor((count * everyMs) / stepMs);
        const ends = Array.from({ length: buckets }, (__, i) => (i + 1) * stepMs);
        const grown = ends.map((endMs) => {
          const increase = increaseOf(samples, endMs - stepMs - everyMs, endMs);
          return Number.isNaN(increase) ? 0 : (increase * stepMs) / (stepMs + everyMs);
        });
        const levels = ends.map((endMs) => levelOf(samples, endMs));
        const { bad } = badOf(grown, levels, (1.1 * everyMs) / stepMs);
        const truth = levels.map((level, i) => (i === 0 ? bad[0] : level - levels[i - 1]));
        expect(bad.map((value) => Math.round(value * 1e6) / 1e6)).toEqual(
          truth.map((value) => Math.round(value * 1e6) / 1e6)
        );
      }),
      { numRuns: 300 }
    );
  });
});
