import { budgetEvents, remainingOf } from './errorBudget';
import { absent, known, type Figure } from './figure';
import { eventsInWords, percentInWords, firstInWords } from './inWords';
import { badEvents, indicatorErrorOf, sliOf, type EventSums } from './sli';
import type { ObjectiveState, Status } from './status';
import { RELATIVE_TOLERANCE } from './tolerance';

/** The verdict on the items of a point-in-time objective, such as fresh assets of all assets. Counts are items. */
export interface JudgedItems {
  good: number;
  total: number;
  bad: number;
  /** Good items / items, as a fraction. */
  sli: Figure;
  /** floor((1 - t)·items). */
  allowed: Figure;
  /** allowed - bad, in items; negative once breached. */
  remaining: Figure;
  /** Remaining share of the budget; null at a target of 100 %, which has none. */
  remainingBudget: Figure;
  status: Status;
  /** Set if there are more good than total items. */
  indicatorError?: EventSums;
}

/**
 * Judges items as they are now: breached iff bad > allowed, at risk where a part misses the target by itself although the
 * whole meets it. There are no burn rate and no forecast, because items have no rate.
 *
 * @param target (0, 1].
 * @param belowTarget Names of the parts that miss the target by themselves, worst first.
 */
export function judgeItems(
  { good, total }: EventSums,
  target: number,
  belowTarget: readonly string[] = []
): JudgedItems {
  const indicatorError = indicatorErrorOf({ good, total });
  const bad = badEvents(good, total);
  if (!(total > 0)) {
    const none = absent('noEvents');
    const status: Status = { state: 'noData', provisional: false, oneFailureBreaches: false, why: 'no items' };
    return {
      good,
      total,
      bad,
      sli: none,
      allowed: none,
      remaining: none,
      remainingBudget: none,
      status,
      indicatorError,
    };
  }
  const allowed = Math.floor(budgetEvents(total, target) * (1 + RELATIVE_TOLERANCE));
  return {
    good,
    total,
    bad,
    sli: known(sliOf(good, total)),
    allowed: known(allowed),
    remaining: known(allowed - bad),
    remainingBudget: target < 1 ? known(remainingOf(good, total, target)) : absent('noBudget'),
    status: {
      state: stateOf(bad > allowed, belowTarget),
      provisional: false,
      oneFailureBreaches: allowed < 1,
      why: [
        ...(indicatorError ? [`more good than total items (${eventsInWords(good)} of ${eventsInWords(total)})`] : []),
        ...(belowTarget.length > 0 ? [belowByThemselves(belowTarget, target)] : []),
        `${eventsInWords(bad)} bad of ${eventsInWords(total)}, ${eventsInWords(allowed)} allowed`,
        ...(allowed < 1 ? ['one failure breaches'] : []),
      ].join('; '),
    },
    indicatorError,
  };
}

/** The verdict where the items of an instant are not known, with the reason as a short sentence without final stop. */
export function unknownItems(why: string): JudgedItems {
  const judged = judgeItems({ good: 0, total: 0 }, 1);
  return { ...judged, status: { ...judged.status, why } };
}

function stateOf(isBreached: boolean, belowTarget: readonly string[]): ObjectiveState {
  if (isBreached) {
    return 'breached';
  }
  return belowTarget.length > 0 ? 'atRisk' : 'met';
}

/** More names hide the figures that follow. */
const MOST_NAMES = 3;

function belowByThemselves(names: readonly string[], target: number): string {
  const [are, themselves] = names.length === 1 ? ['is', 'itself'] : ['are', 'themselves'];
  return `${firstInWords(names, MOST_NAMES)} ${are} below ${percentInWords(target)} by ${themselves}`;
}
