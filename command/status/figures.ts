import type { Figure } from '../../src/budget/figure';

/** Shown instead of a figure that does not exist. */
export const NO_FIGURE = '–';

/** A fraction in percent with the decimals that a 99 % target needs. */
export function percent(figure: Figure, decimals = 2): string {
  return figure.value === null ? NO_FIGURE : `${(figure.value * 100).toFixed(decimals)} %`;
}

/** A multiple such as a burn rate. */
export function multiple({ value }: Figure): string {
  return value === null ? NO_FIGURE : value.toFixed(value < 10 ? 1 : 0);
}
