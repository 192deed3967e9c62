import type { FieldConfigSource } from '@grafana/data';
import { panelOf } from './panel.testing';
import { unknownParts } from './unknownParts';

describe('what the preview refuses by name', () => {
  it('is a panel type that it does not draw', () => {
    expect(unknownParts(panelOf({ type: 'heatmap' }))).toEqual([
      'panel 7 “X”: the preview does not know panel type heatmap',
    ]);
  });

  it('is a transformation', () => {
    const transformations = [
      { id: 'organize', options: {} },
      { id: 'groupBy', options: {} },
    ];
    expect(partsOf({ type: 'table', transformations })).toEqual(['does not know transformation groupBy']);
  });

  it('is a matcher, a property of fields and a kind of mapping', () => {
    const fieldConfig: FieldConfigSource = {
      defaults: { mappings: JSON.parse('[{ "type": "shade", "options": {} }]'), custom: { glow: 1 } },
      overrides: [{ matcher: { id: 'byNames', options: {} }, properties: [{ id: 'actions', value: [] }] }],
    };
    expect(partsOf({ type: 'table', fieldConfig })).toEqual([
      'does not know value mapping shade',
      'does not know field property custom.glow of table panels',
      'does not know field matcher byNames',
      'does not know field property actions of table panels',
    ]);
  });

  it('is a property that belongs to another panel type', () => {
    const fieldConfig = { defaults: { custom: { lineWidth: 2 } }, overrides: [] };
    expect(partsOf({ type: 'timeseries', fieldConfig })).toEqual([]);
    expect(partsOf({ type: 'stat', fieldConfig })).toEqual([
      'does not know field property custom.lineWidth of stat panels',
    ]);
  });

  it('is a value of an option or a property', () => {
    const overrides = [
      { matcher: { id: 'byName', options: 'a' }, properties: [{ id: 'custom.drawStyle', value: 'candles' }] },
    ];
    expect(partsOf({ type: 'stat', options: { textMode: 'x', reduceOptions: { calcs: ['sumOfSquares'] } } })).toEqual([
      'does not know option textMode = "x"',
      'does not know calculation sumOfSquares',
    ]);
    expect(partsOf({ type: 'timeseries', fieldConfig: { defaults: {}, overrides } })).toEqual([
      'does not know field property custom.drawStyle = "candles"',
    ]);
    expect(
      partsOf({ type: 'table', fieldConfig: { defaults: { color: { mode: 'rainbow' } }, overrides: [] } })
    ).toEqual(['does not know colour mode rainbow']);
  });

  it('is an option that it does not have', () => {
    expect(partsOf({ type: 'timeseries', options: { legend: { isFancy: true }, xField: 'a' } })).toEqual([
      'does not know option legend.isFancy',
      'does not know option xField',
    ]);
  });
});

describe('what the preview draws', () => {
  it.each([
    panelOf({ type: 'text', options: { mode: 'html', content: 'x', code: { language: 'plaintext' } } }),
    panelOf({
      type: 'stat',
      options: {
        reduceOptions: { values: true, calcs: [], fields: '/^x$/', limit: 30 },
        colorMode: 'background',
        graphMode: 'none',
        textMode: 'value_and_name',
        justifyMode: 'center',
        orientation: 'horizontal',
        wideLayout: false,
        showPercentChange: true,
        text: { titleSize: 12, valueSize: 20 },
      },
    }),
    panelOf({
      type: 'bargauge',
      options: {
        displayMode: 'lcd',
        orientation: 'vertical',
        showUnfilled: false,
        valueMode: 'text',
        namePlacement: 'left',
        sizing: 'manual',
        minVizHeight: 10,
        reduceOptions: { calcs: ['lastNotNull'] },
      },
    }),
    panelOf({
      type: 'table',
      options: {
        showHeader: true,
        cellHeight: 'sm',
        sortBy: [{ displayName: 'a', desc: true }],
        footer: { show: false },
      },
      transformations: ['organize', 'sortBy', 'merge', 'limit', 'filterFieldsByName', 'filterByValue'].map((id) => ({
        id,
        options: {},
      })),
      fieldConfig: {
        defaults: {
          noValue: '–',
          custom: {
            align: 'left',
            minWidth: 50,
            cellOptions: { type: 'color-background', mode: 'basic', applyToRow: true },
          },
        },
        overrides: ['byName', 'byRegexp', 'byType', 'byFrameRefID'].map((id) => ({
          matcher: { id, options: 'a' },
          properties: [
            { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } },
            { id: 'custom.hideFrom', value: { viz: true } },
            { id: 'custom.filterable', value: true },
            { id: 'custom.inspect', value: false },
            { id: 'links', value: [{ title: 'a', url: '/d/b' }] },
          ],
        })),
      },
    }),
    panelOf({
      type: 'timeseries',
      options: {
        legend: {
          displayMode: 'table',
          placement: 'right',
          calcs: ['min'],
          showLegend: true,
          sortBy: 'Min',
          sortDesc: true,
        },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
      fieldConfig: {
        defaults: {
          color: { mode: 'continuous-GrYlRd', seriesBy: 'last' },
          custom: {
            drawStyle: 'bars',
            stacking: { mode: 'percent', group: 'A' },
            gradientMode: 'scheme',
            thresholdsStyle: { mode: 'dashed+area' },
            axisSoftMin: 0,
            lineStyle: { fill: 'dash', dash: [10, 10] },
            scaleDistribution: { type: 'symlog', log: 10, linearThreshold: 1 },
            hideFrom: { legend: false, tooltip: false, viz: false },
          },
        },
        overrides: [],
      },
    }),
    panelOf({ type: 'nodeGraph', options: { nodes: {}, edges: {}, zoomMode: 'cooperative' } }),
  ])('is everything that dashboards say of a $type panel', (panel) => {
    expect(unknownParts(panel)).toEqual([]);
  });
});

function partsOf(panel: Parameters<typeof panelOf>[0]) {
  return unknownParts(panelOf(panel)).map((part) => part.replace('panel 7 “X”: the preview ', ''));
}
