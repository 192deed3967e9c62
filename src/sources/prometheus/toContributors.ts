import type { Contributor } from '../contract';
import type { Series } from './apiAnswer';
import { TERM_LABEL } from './bucketQuery';

/** Sums of the terms of one label value. */
interface Sums {
  good: number | undefined;
  bad: number | undefined;
  total: number;
}

/** Adds the steps of every label value up, over all answers of a window that was cut. A series without the label is named so. */
export function toContributors(series: readonly Series[], label: string): Contributor[] {
  const byValue = new Map<string, Sums>();
  for (const { labels, points } of series) {
    const value = labels[label] ?? '';
    const sums = byValue.get(value) ?? { good: undefined, bad: undefined, total: 0 };
    byValue.set(value, sums);
    const sum = points.reduce((before, [, text]) => before + finite(text), 0);
    switch (labels[TERM_LABEL]) {
      case 'good':
        sums.good = (sums.good ?? 0) + sum;
        break;
      case 'bad':
        sums.bad = (sums.bad ?? 0) + sum;
        break;
      case 'total':
        sums.total += sum;
        break;
    }
  }
  return [...byValue].map(([value, { good, bad, total }]) => ({
    dimension: label,
    name: value === '' ? `without ${label}` : value,
    // A value that has no good events at all has no series of good ones.
    bad: Math.max(0, bad ?? (good === undefined ? total : total - good)),
    total,
  }));
}

function finite(text: string): number {
  const value = Number(text);
  return Number.isFinite(value) ? value : 0;
}
