/** A place in Grafana's grid: 24 columns, cells of 30 px with gaps of 8 px. */
export interface GridPosition {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The parts of a section that decide where its panels are. */
export interface SectionShape {
  row?: { id: number };
  panels: ReadonlyArray<{ id: number; gridPos: GridPosition }>;
}

/** In CSS pixels, from the corner of the grid. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Layout {
  /** By the id of a row or panel; a panel of a closed row has none. */
  boxes: ReadonlyMap<number, Box>;
  height: number;
}

const COLUMNS = 24;
const CELL_HEIGHT = 30;
const GAP = 8;
/** Below this width every panel has a line of its own. */
const NARROW = 800;

/**
 * Where rows and panels are: sections below each other, each with its own grid, so that a closed row pulls up
 * whatever follows.
 */
export function layOut(sections: readonly SectionShape[], closedRows: ReadonlySet<number>, width: number): Layout {
  const boxes = new Map<number, Box>();
  let top = 0;
  for (const { row, panels } of sections) {
    if (row) {
      boxes.set(row.id, { left: 0, top, width, height: CELL_HEIGHT });
      top += CELL_HEIGHT + GAP;
    }
    if (row && closedRows.has(row.id)) {
      continue;
    }
    const inSection = width < NARROW ? oneColumn(panels, width) : grid(panels, width);
    inSection.forEach((box, id) => boxes.set(id, { ...box, top: box.top + top }));
    top += Math.max(0, ...[...inSection.values()].map((box) => box.top + box.height + GAP));
  }
  return { boxes, height: Math.max(0, top - GAP) };
}

function grid(panels: SectionShape['panels'], width: number): Map<number, Box> {
  const firstLine = Math.min(...panels.map(({ gridPos }) => gridPos.y));
  const column = (width + GAP) / COLUMNS;
  return new Map(
    panels.map(({ id, gridPos: { x, y, w, h } }) => [
      id,
      {
        left: x * column,
        top: (y - firstLine) * (CELL_HEIGHT + GAP),
        width: w * column - GAP,
        height: heightOf(h),
      },
    ])
  );
}

function oneColumn(panels: SectionShape['panels'], width: number): Map<number, Box> {
  const inReadingOrder = [...panels].sort(
    (one, other) => one.gridPos.y - other.gridPos.y || one.gridPos.x - other.gridPos.x
  );
  let top = 0;
  const boxes = new Map<number, Box>();
  for (const { id, gridPos } of inReadingOrder) {
    const height = heightOf(gridPos.h);
    boxes.set(id, { left: 0, top, width, height });
    top += height + GAP;
  }
  return boxes;
}

function heightOf(lines: number): number {
  return lines * CELL_HEIGHT + (lines - 1) * GAP;
}
