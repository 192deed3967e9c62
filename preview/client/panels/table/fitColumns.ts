import type { DataFrame, Field } from '@grafana/data';

/** What Grafana's table takes for a column that has no minimum. */
const DEFAULT_MIN_PX = 150;

/** More than a thin scrollbar takes. */
const SCROLLBAR_PX = 12;

/**
 * Fixes columns at their minimum where an equal share of the width is less than that. Grafana's table widens such columns
 * without taking from the others, so that it scrolls sideways although all minima fit. Where they do not, nothing changes.
 */
export function fitColumns(frame: DataFrame, widthPx: number): DataFrame {
  const shown = frame.fields.filter(({ config }) => config.custom?.hideFrom?.viz !== true);
  let leftPx = widthPx - SCROLLBAR_PX;
  let sharing = shown.filter((field) => !widthOf(field));
  for (const field of shown) {
    leftPx -= widthOf(field) ?? 0;
  }
  const atMinimum = new Set<Field>();
  for (let tooWide = wideOnes(); tooWide.length > 0; tooWide = wideOnes()) {
    for (const field of tooWide) {
      atMinimum.add(field);
      leftPx -= minimumOf(field);
    }
    sharing = sharing.filter((field) => !atMinimum.has(field));
  }
  if (atMinimum.size === 0 || sharing.length === 0) {
    return frame;
  }
  return { ...frame, fields: frame.fields.map((field) => (atMinimum.has(field) ? fixed(field) : field)) };

  function wideOnes(): Field[] {
    const share = leftPx / sharing.length;
    return sharing.filter((field) => minimumOf(field) > share);
  }
}

function widthOf({ config }: Field): number | undefined {
  return config.custom?.width || undefined;
}

function minimumOf({ config }: Field): number {
  return config.custom?.minWidth ?? DEFAULT_MIN_PX;
}

function fixed(field: Field): Field {
  const custom = { ...field.config.custom, width: minimumOf(field) };
  return { ...field, config: { ...field.config, custom } };
}
