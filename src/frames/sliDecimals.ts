const LEAST = 2;
/** Where any bad event is a breach, so that no budget says how fine to be. */
const WITHOUT_BUDGET = 3;

/**
 * Decimals of a percentage that make a hundredth of the tightest target's budget visible: 2 at 99 %, 3 at 99.9 %, never
 * less than 2.
 */
export function sliDecimals(targets: readonly number[]): number {
  return Math.max(LEAST, ...targets.map(decimalsFor));
}

function decimalsFor(target: number): number {
  if (target >= 1) {
    return WITHOUT_BUDGET;
  }
  // 1 - 0.9999 is a little less than 0.0001.
  const magnitude = Math.floor(Math.log10((1 - target) * 100) + 1e-9);
  return LEAST - magnitude;
}
