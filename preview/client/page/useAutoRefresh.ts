import { useEffect } from 'react';
import { rangeUtil } from '@grafana/data';

const SHORTEST_MS = 5_000;

/** Refreshes at an interval such as `1m` while the page is visible, and at once when a refresh was missed meanwhile. */
export function useAutoRefresh(interval: string, refresh: () => void): void {
  useEffect(() => {
    const intervalMs = toMs(interval);
    if (intervalMs === undefined) {
      return undefined;
    }
    let lastMs = Date.now();
    const refreshIfDue = () => {
      if (!document.hidden && Date.now() - lastMs >= intervalMs) {
        lastMs = Date.now();
        refresh();
      }
    };
    const timer = setInterval(refreshIfDue, Math.min(intervalMs, 1_000));
    document.addEventListener('visibilitychange', refreshIfDue);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refreshIfDue);
    };
  }, [interval, refresh]);
}

/** Undefined: off. */
function toMs(interval: string): number | undefined {
  if (interval === '' || !rangeUtil.isValidTimeSpan(interval)) {
    return undefined;
  }
  return Math.max(SHORTEST_MS, rangeUtil.intervalToMs(interval));
}
