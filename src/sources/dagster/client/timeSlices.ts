export interface TimeSlice {
  fromMs: number;
  toMs: number;
}

/** More slices than the transport lets through at a time only cost a last page each. */
const MAX_SLICES = 4;

/**
 * Cuts the time that remains to be paged into slices of equal length that can be paged side by side. How many pages remain is
 * guessed from how densely the first page lay: one slice where one page should do, at most four.
 *
 * @param remaining what lies before the oldest run of the first page
 * @param firstPageMs the time that the first, full page covered
 */
export function timeSlices({ fromMs, toMs }: TimeSlice, firstPageMs: number): TimeSlice[] {
  if (toMs <= fromMs) {
    return [];
  }
  const pages = firstPageMs > 0 ? (toMs - fromMs) / firstPageMs : MAX_SLICES;
  const count = Math.max(1, Math.min(MAX_SLICES, Math.floor(pages)));
  const edges = Array.from({ length: count + 1 }, (_, index) => Math.round(fromMs + ((toMs - fromMs) * index) / count));
  return edges.slice(1).map((edge, index) => ({ fromMs: edges[index], toMs: edge }));
}
