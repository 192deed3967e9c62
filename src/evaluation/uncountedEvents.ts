import { budgetEvents } from '../budget/errorBudget';
import type { Evaluation } from '../budget/evaluate';
import { eventsInWords } from '../budget/inWords';
import { TIER_STEP_MS, type Tier } from '../budget/tiers';
import { bucketsOf } from '../budget/timeline';
import type { Objective } from '../catalogue/objective';
import type { Notice, UncountedEvents } from '../sources/contract';

/** Differences below this are no event. */
const HALF_AN_EVENT = 0.5;
/** Bad events of this share of the budget change the figure enough for a warning. */
const SHARE_TO_WARN = 0.1;

type Judged = Pick<Evaluation, 'countedFromMs' | 'asOfMs' | 'bucketMs' | 'total'>;

/**
 * Says how many events of the window are part of no figure, one notice for each side of the indicator. Bad ones are a warning
 * where they are a tenth of the budget or more.
 */
export function uncountedEventsNotices(
  { target, policy }: Objective,
  { countedFromMs, asOfMs, bucketMs, total }: Judged,
  uncounted: Record<Tier, UncountedEvents[]>
): Notice[] {
  const inWindow = bucketsOf({ fromMs: countedFromMs, toMs: asOfMs, bucketMs }).flatMap(({ fromMs, toMs, stepMs }) => {
    const tier: Tier = stepMs === TIER_STEP_MS.fiveMinutes ? 'fiveMinutes' : 'hour';
    return uncounted[tier].filter(
      ({ atMs }) =>
        atMs >= fromMs &&
        atMs < toMs &&
        !policy.exclusions.some((excluded) => atMs < excluded.toMs && atMs + stepMs > excluded.fromMs)
    );
  });
  return (['bad', 'good'] as const).flatMap((side): Notice[] => {
    const events = inWindow.reduce((sum, one) => sum + one[side], 0);
    if (events < HALF_AN_EVENT) {
      return [];
    }
    const isLarge = side === 'bad' && events >= SHARE_TO_WARN * budgetEvents(total + events, target);
    const text =
      `${eventsInWords(events)} ${side} events were the first samples of series that appeared while their target ` +
      'was not watched (up was 0, or it was not scraped), and are not counted: they may have happened at any time before';
    return [{ severity: isLarge ? 'warning' : 'info', text }];
  });
}
