/** Why a figure does not exist. It is null then: never 0 %, never 100 %, never infinite. */
export type Absence =
  /** Nothing happened in the window, so there is nothing to divide by. */
  | 'noEvents'
  /** Less than 10 % of the window was observed. */
  | 'tooLittleObserved'
  /** The lookback is shorter than six buckets of the tier that would answer it. */
  | 'lookbackTooShort'
  /** The target is 100 %: met or not met, without a budget to spend. */
  | 'noBudget'
  /** The objective counts events that are not minutes, so its budget has no length. */
  | 'notTimeBased'
  /** The objective judges items as they are now, so it has no rate. */
  | 'pointInTime';

/** A number, or null with the reason why there is none. */
export type Figure = { value: number; reason?: undefined } | { value: null; reason: Absence };

export function known(value: number): Figure {
  return { value };
}

export function absent(reason: Absence): Figure {
  return { value: null, reason };
}
