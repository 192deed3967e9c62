import { FieldType, getDisplayProcessor } from '@grafana/data';
import { SortOrder, TooltipDisplayMode } from '@grafana/schema';
import { frameOf, theme } from '../panel.testing';
import { timeSeriesOptions } from './timeSeriesOptions';
import { tooltipRows } from './tooltipRows';

const joined = frameOf(
  { name: 'Time', type: FieldType.time, values: [1, 2] },
  { name: 'a', type: FieldType.number, values: [0.5, 0], config: { unit: 'percentunit' } },
  { name: 'b', type: FieldType.number, values: [0.75, null], config: { unit: 'percentunit' } },
  { name: 'c', type: FieldType.number, values: [-1, 1], config: { unit: 'percentunit' } },
  { name: 'd', type: FieldType.number, values: [9, 9], config: { custom: { hideFrom: { viz: true } } } }
);
for (const field of joined.fields) {
  field.display = getDisplayProcessor({ field, theme });
}

describe('the tooltip of a chart', () => {
  it('lists every visible series that has a value', () => {
    expect(textsAt(0, TooltipDisplayMode.Multi)).toEqual(['a 50%', 'b 75%', 'c -100%']);
    expect(textsAt(1, TooltipDisplayMode.Multi)).toEqual(['a 0%', 'c 100%']);
  });

  it('sorts by value as asked', () => {
    expect(textsAt(0, TooltipDisplayMode.Multi, SortOrder.Descending)).toEqual(['b 75%', 'a 50%', 'c -100%']);
    expect(textsAt(0, TooltipDisplayMode.Multi, SortOrder.Ascending)).toEqual(['c -100%', 'a 50%', 'b 75%']);
  });

  it('lists the nearest series alone where one is asked for', () => {
    expect(textsAt(0, TooltipDisplayMode.Single)).toEqual(['b 75%']);
  });

  it('marks the nearest of many', () => {
    const { tooltip } = timeSeriesOptions.parse({ tooltip: { mode: 'multi' } });
    const nearest = tooltipRows(joined, [0, 0, 0, 0, 0], 2, tooltip).filter(({ isNearest }) => isNearest);
    expect(nearest.map(({ name }) => name)).toEqual(['b']);
  });

  it('leaves out zeros if the panel says so', () => {
    const { tooltip } = timeSeriesOptions.parse({ tooltip: { mode: 'multi', hideZeros: true } });
    expect(tooltipRows(joined, [1, 1, 1, 1, 1], null, tooltip).map(({ name }) => name)).toEqual(['c']);
  });
});

function textsAt(row: number, mode: TooltipDisplayMode, sort: SortOrder = SortOrder.None): string[] {
  const { tooltip } = timeSeriesOptions.parse({ tooltip: { mode, sort } });
  return tooltipRows(joined, Array(5).fill(row), 2, tooltip).map(({ name, text }) => `${name} ${text}`);
}
