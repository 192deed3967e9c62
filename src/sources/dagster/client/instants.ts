/** Dagster reports times of runs, steps and checks as seconds with fractions, those of events as text of milliseconds. */
export function msOfSeconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

export function msOrNull(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : msOfSeconds(seconds);
}
