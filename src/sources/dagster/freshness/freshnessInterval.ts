import type { DagsterSpec } from '../../../catalogue/objective';
import type { AssetNode, DeclaredFreshness } from '../model';
import type { Clock, NextTick } from './clock';

/** Which configuration an interval comes from, strongest first. */
export type IntervalOrigin = 'policy' | 'cron policy' | 'legacy policy' | 'override' | 'default';

/** How long a materialization keeps an asset fresh. */
export interface FreshnessInterval {
  origin: IntervalOrigin;
  /** The longest that a materialization can keep the asset fresh; with deadlines, in the period after the next one. */
  longestMs: number;
  /** Absent: exactly `longestMs`. Else until the first deadline that wants a newer materialization. */
  deadlines?: Deadlines;
  /** Why a declared policy was passed over. */
  problem?: string;
}

interface Deadlines {
  cron: string;
  timeZone: string;
  /** How long before a deadline a materialization may have been made to meet it. */
  lowerBoundMs: number;
}

export type IntervalSpec = Pick<DagsterSpec, 'defaultIntervalMs' | 'intervalsMs'>;

/**
 * The asset's own policy, else the catalogue's override for its key, else the catalogue's default. A policy whose cron
 * schedule cannot be read is passed over, and the interval says so.
 */
export function freshnessIntervalOf(
  { key, freshness }: Pick<AssetNode, 'key' | 'freshness'>,
  { defaultIntervalMs, intervalsMs }: IntervalSpec,
  clock: Clock
): FreshnessInterval {
  const declared = freshness === null ? undefined : declaredInterval(freshness, clock);
  if (declared !== undefined && !('unreadable' in declared)) {
    return declared;
  }
  const problem = declared && `the cron schedule "${declared.unreadable}" of its policy cannot be read`;
  const override = Object.hasOwn(intervalsMs, key) ? intervalsMs[key] : undefined;
  return override === undefined
    ? { origin: 'default', longestMs: defaultIntervalMs, problem }
    : { origin: 'override', longestMs: override, problem };
}

/** Until when something that happened at `atMs` counts as fresh, that instant included. */
export function freshUntil(interval: FreshnessInterval, atMs: number, nextTick: NextTick): number {
  if (interval.deadlines === undefined) {
    return atMs + interval.longestMs;
  }
  const { cron, timeZone, lowerBoundMs } = interval.deadlines;
  return nextTick(cron, timeZone, atMs + lowerBoundMs) ?? Infinity;
}

function declaredInterval(freshness: DeclaredFreshness, clock: Clock): FreshnessInterval | { unreadable: string } {
  switch (freshness.from) {
    case 'timeWindow':
      return { origin: 'policy', longestMs: freshness.failAfterMs };
    case 'cron':
      return deadlineInterval(
        'cron policy',
        { cron: freshness.deadlineCron, timeZone: freshness.timeZone, lowerBoundMs: freshness.lowerBoundMs },
        clock
      );
    case 'legacy':
      // Dagster evaluates a legacy schedule without time zone in UTC.
      return freshness.cron === null
        ? { origin: 'legacy policy', longestMs: freshness.maximumLagMs }
        : deadlineInterval(
            'legacy policy',
            { cron: freshness.cron, timeZone: freshness.timeZone ?? 'UTC', lowerBoundMs: freshness.maximumLagMs },
            clock
          );
  }
}

function deadlineInterval(
  origin: IntervalOrigin,
  deadlines: Deadlines,
  { nowMs, nextTick }: Clock
): FreshnessInterval | { unreadable: string } {
  const { cron, timeZone, lowerBoundMs } = deadlines;
  const next = nextTick(cron, timeZone, nowMs);
  const afterNext = next === null ? null : nextTick(cron, timeZone, next);
  return next === null || afterNext === null
    ? { unreadable: cron }
    : { origin, longestMs: afterNext - next + lowerBoundMs, deadlines };
}
