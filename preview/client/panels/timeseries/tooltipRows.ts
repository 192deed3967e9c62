import {
  formattedValueToString,
  getFieldDisplayName,
  type DataFrame,
  type DisplayValue,
  type Field,
} from '@grafana/data';
import { SortOrder, TooltipDisplayMode } from '@grafana/schema';
import type { z } from 'zod';
import type { timeSeriesOptions } from './timeSeriesOptions';

type TooltipOptions = z.output<typeof timeSeriesOptions>['tooltip'];

export interface TooltipRow {
  name: string;
  text: string;
  color?: string;
  /** The series nearest to the pointer. */
  isNearest: boolean;
}

/**
 * What a tooltip lists at one instant: the nearest series or all that have a value there.
 *
 * @param rowOf row of each field, as the chart found it near the pointer
 * @param nearest index of the field nearest to the pointer
 */
export function tooltipRows(
  { fields, ...frame }: DataFrame,
  rowOf: ReadonlyArray<number | null>,
  nearest: number | null,
  { mode, sort, hideZeros }: TooltipOptions
): TooltipRow[] {
  const found = fields.flatMap((field, i) => {
    const row = rowOf[i];
    const isAsked = i > 0 && (mode === TooltipDisplayMode.Multi || i === nearest) && !isHidden(field);
    if (!isAsked || row === null || row === undefined || !Number.isFinite(field.values[row])) {
      return [];
    }
    const shown: DisplayValue = field.display?.(field.values[row]) ?? { text: String(field.values[row]), numeric: NaN };
    const name = getFieldDisplayName(field, { fields, ...frame }, [{ fields, ...frame }]);
    const value: number = field.values[row];
    return [{ value, name, text: formattedValueToString(shown), color: shown.color, isNearest: i === nearest }];
  });
  const listed = found.filter(({ value }) => !hideZeros || value !== 0);
  if (sort !== SortOrder.None) {
    listed.sort((a, b) => (sort === SortOrder.Ascending ? a.value - b.value : b.value - a.value));
  }
  return listed.map(({ name, text, color, isNearest }) => ({ name, text, color, isNearest }));
}

function isHidden({ config }: Field): boolean {
  const { viz, tooltip } = config.custom?.hideFrom ?? {};
  return Boolean(viz || tooltip);
}
