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
 * Says how many events of the window are part of no figure, and why. Bad ones of targets that were not watched are
 * a warning where they are a tenth of the budget or more.
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
  const eventsOf = (because: UncountedEvents['because'], side: 'bad' | 'good') =>
    inWindow.reduce((sum, one) => sum + (one.because === because ? one[side] : 0), 0);
  const [unseenBad, unseenGood, continuing] = [
    eventsOf('unseen', 'bad'),
    eventsOf('unseen', 'good'),
    eventsOf('continuing', 'bad'),
  ];
  const isLarge = unseenBad >= SHARE_TO_WARN * budgetEvents(total + unseenBad, target);
  const notices: Array<Notice & { events: number }> = [
    { events: unseenBad, severity: isLarge ? 'warning' : 'info', text: `bad ${UNSEEN}` },
    { events: unseenGood, severity: 'info', text: `good ${UNSEEN}` },
    { events: continuing, severity: 'info', text: `bad ${CONTINUING}` },
  ];
  return notices.flatMap(({ events, severity, text }) =>
    events < HALF_AN_EVENT ? [] : [{ severity, text: `${eventsInWords(events)} ${text}` }]
  );
}

const UNSEEN =
  'events were the first samples of series that appeared while their target was not watched (up was 0, or it was not ' +
  'scraped), and are not counted: they may have happened at any time before';
/** Good ones are not worth a word: where labels change, their number says nothing, and the figure is hardly another one. */
const CONTINUING =
  'events were the first samples of series that appeared while others of the same target ended that held no more, and ' +
  'are not counted: they may be the same counters under other labels';
