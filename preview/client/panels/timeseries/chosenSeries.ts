import { SeriesVisibilityChangeMode } from '@grafana/ui';

/**
 * Which series are shown after a click in the legend, as Grafana does it: a click shows one alone, another click on it all;
 * with a modifier it adds or takes one away. Undefined means all.
 */
export function chooseSeries(
  chosen: ReadonlySet<string> | undefined,
  name: string,
  mode: SeriesVisibilityChangeMode,
  all: string[]
): ReadonlySet<string> | undefined {
  if (mode === SeriesVisibilityChangeMode.ToggleSelection) {
    return chosen?.size === 1 && chosen.has(name) ? undefined : new Set([name]);
  }
  const next = new Set(chosen ?? all);
  if (!next.delete(name)) {
    next.add(name);
  }
  return next.size === 0 || all.every((each) => next.has(each)) ? undefined : next;
}
