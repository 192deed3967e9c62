import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';

/**
 * The two bucket widths in which every objective is read, whatever a panel shows: hours carry the windows, five minutes
 * carry the last days. A cache keyed by (objective, tier) therefore serves all panels of all dashboards.
 */
export type Tier = 'hour' | 'fiveMinutes';

/** Bucket width of each tier in milliseconds. */
export const TIER_STEP_MS: Record<Tier, number> = { hour: HOUR_MS, fiveMinutes: 5 * MINUTE_MS };

/** How far back the five-minute tier reaches. */
export const FINE_TIER_SPAN_MS = 4 * DAY_MS;
