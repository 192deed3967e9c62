/** Which part of a drawing is shown: what lies at (x, y) of the drawing is in the upper left corner. */
export interface Viewport {
  x: number;
  y: number;
  /** Pixels of the screen for a unit of the drawing. */
  scale: number;
}

interface Size {
  width: number;
  height: number;
}

const LARGEST_SCALE = 2.5;
const SMALLEST_SCALE = 0.1;
/** A small drawing is not blown up. */
const LARGEST_FIT = 1.15;

/** The whole drawing, in the middle. */
export function fitted(drawing: Size, screen: Size): Viewport {
  const scale = within(
    Math.min(screen.width / drawing.width, screen.height / drawing.height),
    SMALLEST_SCALE,
    LARGEST_FIT
  );
  return {
    scale,
    x: (drawing.width - screen.width / scale) / 2,
    y: (drawing.height - screen.height / scale) / 2,
  };
}

/** Larger or smaller by a factor, while what lies under a point of the screen stays there. */
export function zoomed({ x, y, scale }: Viewport, factor: number, at: { x: number; y: number }): Viewport {
  const next = within(scale * factor, SMALLEST_SCALE, LARGEST_SCALE);
  return { scale: next, x: x + at.x / scale - at.x / next, y: y + at.y / scale - at.y / next };
}

/** The drawing moves with the pointer, by pixels of the screen. */
export function moved({ x, y, scale }: Viewport, byX: number, byY: number): Viewport {
  return { scale, x: x - byX / scale, y: y - byY / scale };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
