import { HOUR_MS } from '../budget/durations';
import { addedUp, standingOut } from './thinning';
import { NOW_MS, seriesOf } from './results.testing';

const COUNT = 337;
const wave = Float64Array.from({ length: COUNT }, (_, i) => Math.sin(i / 20));
const withSpikes = wave.map((value, i) => (i === 100 ? 5 : i === 211 ? -5 : value));
const flatWithGap = Float64Array.from({ length: COUNT }, (_, i) => (i > 40 && i < 60 ? NaN : i === 300 ? 0.9 : 1));

describe('a chart that may hold fewer points', () => {
  it('keeps all of them where they fit', () => {
    expect(standingOut([wave], COUNT, COUNT)).toHaveLength(COUNT);
  });

  it.each([40, 10, 200])('keeps no more than %d, at shared instants, with both ends and every extreme', (most) => {
    const kept = standingOut([withSpikes, flatWithGap], COUNT, most);
    expect(kept.length).toBeLessThanOrEqual(most);
    expect(kept.length).toBeGreaterThan(most * 0.9 - 1);
    expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
    expect(kept).toEqual(expect.arrayContaining([0, 100, 211, 300, COUNT - 1]));
  });

  it('ends where the chart ends, however few it may hold', () => {
    expect(standingOut([wave], COUNT, 1)).toEqual([COUNT - 1]);
  });

  it('keeps what stands out in its part of the range', () => {
    const bump = wave.map((value, i) => (i === 150 ? value + 0.3 : value));
    expect(standingOut([bump], COUNT, 40)).toContain(150);
  });

  it('needs no values', () => {
    expect(standingOut([new Float64Array(COUNT).fill(NaN)], COUNT, 5).length).toBeLessThanOrEqual(5);
    expect(standingOut([], 0, 5)).toEqual([]);
  });
});

describe('a chart of events that may hold fewer bars', () => {
  const endMs = NOW_MS - (NOW_MS % HOUR_MS);
  const instants = {
    stepMs: HOUR_MS,
    timesMs: Array.from({ length: COUNT }, (_, i) => endMs - (COUNT - 1 - i) * HOUR_MS),
  };
  const good = Float64Array.from({ length: COUNT }, (_, i) => i + 0.5);
  const bad = new Float64Array(COUNT).fill(NaN);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

  it.each([40, 7, 1])('adds up whole buckets and loses no event with at most %d', (most) => {
    const { instants: bars, series } = addedUp(instants, [seriesOf({ good, bad })], most);
    expect(bars.timesMs.length).toBeLessThanOrEqual(Math.max(2, most));
    expect(bars.stepMs % HOUR_MS).toBe(0);
    expect(bars.timesMs.at(-1)).toBe(endMs);
    expect(sum(series[0].good)).toBeCloseTo(sum(good), 6);
    expect(series[0].good).toHaveLength(bars.timesMs.length);
  });

  it('leaves a gap where no bucket was observed', () => {
    expect(addedUp(instants, [seriesOf({ good, bad })], 40).series[0].bad.every(Number.isNaN)).toBe(true);
  });

  it('keeps the buckets where they fit', () => {
    expect(addedUp(instants, [seriesOf({ good, bad })], COUNT).instants).toEqual(instants);
  });
});
