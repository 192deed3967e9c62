import type { AnnotationLayer } from '../../contract';

/** One annotation: an interval, or an instant if it begins and ends at once. */
export interface AnnotationRegion {
  fromMs: number;
  toMs: number;
  title: string;
  text: string;
  tags: string[];
  layer: string;
  color: string;
  /** Layers are marked one above the other. */
  lane: number;
}

/** Regions of one layer that would cover each other on the axis, so that they share a marker. */
export interface AnnotationMarker {
  leftPx: number;
  widthPx: number;
  regions: AnnotationRegion[];
}

/** The rows of all annotation queries, in the order of their beginnings. */
export function annotationRegions(layers: AnnotationLayer[]): AnnotationRegion[] {
  const regions = layers.flatMap(({ name, color, frame }, lane) => {
    const columnOf = (field: string) => frame.fields.find((each) => each.name === field)?.values ?? [];
    const [times, ends, titles, texts, tags] = ['time', 'timeEnd', 'title', 'text', 'tags'].map(columnOf);
    return Array.from(times, (fromMs: number, row) => ({
      fromMs,
      toMs: Math.max(fromMs, Number(ends[row] ?? fromMs)),
      title: String(titles[row] ?? ''),
      text: String(texts[row] ?? ''),
      tags: Array.isArray(tags[row]) ? tags[row].map(String) : [],
      layer: name,
      color,
      lane,
    }));
  });
  return regions.filter(({ fromMs }) => Number.isFinite(fromMs)).sort((a, b) => a.fromMs - b.fromMs);
}

/** Below this an interval is too small to point at. */
const NARROWEST_PX = 6;

/**
 * Where the markers of regions are on an axis of some width; none for what lies outside of it.
 *
 * @param positionOf pixels from the left end of the axis to an instant
 */
export function annotationMarkers(
  regions: AnnotationRegion[],
  positionOf: (timeMs: number) => number,
  axisPx: number
): AnnotationMarker[] {
  const markers: AnnotationMarker[] = [];
  const lastOf = new Map<number, AnnotationMarker>();
  for (const region of regions) {
    const fromPx = positionOf(region.fromMs);
    const toPx = positionOf(region.toMs);
    if (toPx < 0 || fromPx > axisPx) {
      continue;
    }
    const leftPx = Math.max(0, Math.min(fromPx, axisPx - NARROWEST_PX));
    const rightPx = Math.max(leftPx + NARROWEST_PX, Math.min(axisPx, toPx));
    const last = lastOf.get(region.lane);
    if (last && leftPx <= last.leftPx + last.widthPx) {
      last.widthPx = Math.max(last.widthPx, rightPx - last.leftPx);
      last.regions.push(region);
    } else {
      const marker = { leftPx, widthPx: rightPx - leftPx, regions: [region] };
      markers.push(marker);
      lastOf.set(region.lane, marker);
    }
  }
  return markers;
}
