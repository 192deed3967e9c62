import { DAY_MS, HOUR_MS } from '../src/budget/durations';
import { durationInWords, numberInWords } from '../src/budget/inWords';
import { exceeds } from '../src/budget/tolerance';
import type { Objective } from '../src/catalogue/objective';
import type { Condition } from './conditions';

/** A condition that no state of the objective could ever fire. Its message says which, with the arithmetic, and what to do. */
export class CannotFireError extends Error {
  constructor({ displayName, id }: Objective, condition: string, arithmetic: string, remedy: string) {
    super(`${displayName} (${id}), ${condition} can never fire: ${arithmetic}. ${remedy}.`);
    this.name = 'CannotFireError';
  }
}

/**
 * Refuses a condition that can never fire, so that no one relies on it.
 *
 * @param keptMs How long Prometheus keeps samples.
 * @throws CannotFireError
 */
export function assertCanFire(objective: Objective, condition: Condition, keptMs: number): void {
  if (condition.kind === 'burnRate') {
    const { factor, longMs } = condition.row;
    const highest = 1 / (1 - objective.target);
    if (!exceeds(highest, factor)) {
      throw new CannotFireError(
        objective,
        `the burn-rate row of ${durationInWords(longMs)} above ${numberInWords(factor)} ×`,
        `a burn rate is at most 1 / (1 - ${objective.target}) = ${numberInWords(highest)}, even while everything fails`,
        'Take a longer lookback with a smaller factor'
      );
    }
  } else if (condition.kind === 'nothingRan' && condition.afterMs >= keptMs) {
    throw new CannotFireError(
      objective,
      'the alert that nothing ran',
      `it waits 2 × ${numberInWords(condition.afterMs / 2 / DAY_MS)} d = ${numberInWords(condition.afterMs / DAY_MS)} d, and ` +
        `Prometheus forgets the last event after ${numberInWords(keptMs / DAY_MS)} d`,
      'Shorten error-budget/expected-every, or keep samples longer and say so with --kept'
    );
  } else if ((condition.kind === 'budgetExhausted' || condition.kind === 'badItems') && objective.target === 0) {
    throw new CannotFireError(
      objective,
      condition.kind === 'badItems' ? 'the alert of bad items' : 'the alert of the exhausted budget',
      'a target of 0 allows (1 - 0) × 100 % = 100 % to be bad, and there is never more than that',
      'Set a target above 0, or error-budget/severity to none'
    );
  }
}

/** Prometheus keeps samples as long in docker-compose.yml and as docs/first-day.md advises. */
export const KEPT_MS = 120 * 24 * HOUR_MS;
