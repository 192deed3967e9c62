/**
 * The first tick of a cron schedule strictly after an instant. Null if the schedule cannot be read, or never ticks again.
 *
 * @param cron Five fields or a nickname such as `@daily`, as Dagster takes them.
 * @param timeZone IANA name.
 */
export type NextTick = (cron: string, timeZone: string, afterMs: number) => number | null;

/** What a judgement on time depends on, so that it can be repeated. */
export interface Clock {
  nowMs: number;
  nextTick: NextTick;
}
