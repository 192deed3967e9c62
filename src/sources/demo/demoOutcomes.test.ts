import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../budget/durations';
import { shippedCatalogue } from '../../catalogue/shippedCatalogue';
import { demoSource } from './demoSource';

const TO = Date.UTC(2026, 10, 22);
const never = new AbortController().signal;
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe('outcomes of demo queries', () => {
  const [objective] = shippedCatalogue.objectives.filter(({ id }) => id === 'trino-queries');
  const read = (stepMs: number) =>
    demoSource().read('outcomes', { objective, stepMs, fromMs: TO - 7 * DAY_MS, toMs: TO, nowMs: TO }, never);

  it('add up to all queries, and are the counts of the objective apart from user errors', async () => {
    const { counts, outcomes } = await read(HOUR_MS);
    const { finished, userErrors, unexpected, ignored, abandoned } = outcomes;
    expect(sum(finished) + sum(userErrors) + sum(unexpected) + sum(ignored)).toBe(sum(counts.total));
    expect(sum(userErrors)).toBeGreaterThan(0);
    expect(sum(abandoned)).toBeLessThan(sum(userErrors));
    const request = { objective, stepMs: HOUR_MS, fromMs: TO - 7 * DAY_MS, toMs: TO, nowMs: TO };
    const { counts: judged } = await demoSource().read('counts', request, never);
    expect(finished).toEqual(judged.good);
    expect(sum(finished) + sum(unexpected)).toBe(sum(judged.total));
  });

  it('are the same at every bucket width', async () => {
    const [hours, fine] = await Promise.all([read(HOUR_MS), read(5 * MINUTE_MS)]);
    expect(sum(fine.outcomes.userErrors)).toBe(sum(hours.outcomes.userErrors));
    expect(sum(fine.outcomes.killed)).toBe(sum(hours.outcomes.killed));
  });
});
