import { FieldType, ThresholdsMode, type DataFrame, type FieldConfigSource } from '@grafana/data';
import { configureFrames } from './configureFrames';
import { withDataMacros } from './dataMacros';
import { frameOf, noVariables, panelOf, theme } from './panel.testing';

const frame = frameOf(
  { name: 'Objective', type: FieldType.string, values: ['API'] },
  {
    name: 'Budget',
    type: FieldType.number,
    values: [-0.5],
    config: { unit: 'percentunit', description: 'what is left' },
  },
  {
    name: 'Objective id',
    type: FieldType.string,
    values: ['api'],
    config: { custom: { hideFrom: { viz: true, legend: true, tooltip: true } } },
  }
);

describe('the configuration of fields', () => {
  it('gives a field what an override for it says', () => {
    const [, budget] = fieldsWith({
      overrides: [
        {
          matcher: { id: 'byName', options: 'Budget' },
          properties: [
            { id: 'displayName', value: 'Left' },
            { id: 'decimals', value: 2 },
            { id: 'custom.width', value: 120 },
          ],
        },
      ],
    });
    expect(budget.state?.displayName).toBe('Left');
    expect(budget.display?.(-0.5).text).toBe('-50.00');
    expect(budget.config.custom.width).toBe(120);
  });

  it.each([
    ['byRegexp', '/^Bud/'],
    ['byType', 'number'],
    ['byFrameRefID', 'A'],
  ])('finds fields by %s', (id, options) => {
    const overrides = [{ matcher: { id, options }, properties: [{ id: 'unit', value: 'short' }] }];
    expect(fieldsWith({ overrides })[1].config.unit).toBe('short');
  });

  it('lets the data source keep its unit and description against the defaults of the panel', () => {
    const [, budget] = fieldsWith({ defaults: { unit: 'short', description: 'panel' } });
    expect(budget.config).toMatchObject({ unit: 'percentunit', description: 'what is left' });
  });

  it('colours by thresholds whose base is null in JSON', () => {
    const steps = [
      { value: JSON.parse('null'), color: 'red' },
      { value: 0, color: 'green' },
    ];
    const [, budget] = fieldsWith({ defaults: { thresholds: { mode: ThresholdsMode.Absolute, steps } } });
    const shown = [-0.5, 0.5].map((value) => budget.display?.(value).color);
    expect(shown).toEqual(['red', 'green'].map((name) => theme.visualization.getColorByName(name)));
  });

  it('shows a word for a value that is mapped', () => {
    const mappings = [{ type: 'value', options: { API: { text: 'Interface', color: 'blue' } } }];
    const overrides = [
      { matcher: { id: 'byName', options: 'Objective' }, properties: [{ id: 'mappings', value: mappings }] },
    ];
    expect(fieldsWith({ overrides })[0].display?.('API').text).toBe('Interface');
  });

  it('shows what the panel wants instead of no value', () => {
    expect(fieldsWith({ defaults: { noValue: 'never' } })[1].display?.(null).text).toBe('never');
  });

  it('hides ids until an override shows them', () => {
    const shown = [
      { matcher: { id: 'byName', options: 'Objective id' }, properties: [{ id: 'custom.hideFrom.viz', value: false }] },
    ];
    expect(fieldsWith({})[2].config.custom.hideFrom.viz).toBe(true);
    expect(fieldsWith({ overrides: shown })[2].config.custom.hideFrom.viz).toBe(false);
  });

  it('reads the older word for a hidden column', () => {
    const overrides = [
      { matcher: { id: 'byName', options: 'Budget' }, properties: [{ id: 'custom.hidden', value: true }] },
    ];
    expect(fieldsWith({ overrides })[1].config.custom.hideFrom.viz).toBe(true);
  });

  it("starts from what a new panel of Grafana's has", () => {
    const [configured] = configureFrames([frame], { ...configuration, panel: panelOf({ type: 'timeseries' }) });
    expect(configured.fields[1].config).toMatchObject({
      color: { mode: 'palette-classic' },
      custom: { drawStyle: 'line', lineWidth: 1, fillOpacity: 0, showPoints: 'auto', thresholdsStyle: { mode: 'off' } },
    });
  });

  it('links a cell by other fields of its row, along with the links of the data source', () => {
    const links = [
      { title: 'Open ${__value.text}', url: '/d/objective?var-objective=${__data.fields["Objective id"]}' },
    ];
    const [configured] = configureFrames([withLinks(frame)], {
      ...configuration,
      panel: panelOf({ type: 'table', fieldConfig: { defaults: { links }, overrides: [] } }),
    });
    const shown = configured.fields[0].getLinks?.({ valueRowIndex: 0 }).map(({ title, href }) => [title, href]);
    expect(shown).toEqual([
      ['Source', 'https://example.com/API'],
      ['Open API', '/d/objective?var-objective=api'],
    ]);
  });

  it('changes nothing in what the data source sent', () => {
    const before = JSON.stringify(frame.fields.map(({ config }) => config));
    fieldsWith({ defaults: { unit: 'short', noValue: 'x' } });
    expect(JSON.stringify(frame.fields.map(({ config }) => config))).toBe(before);
  });
});

const configuration = { theme, timeZone: 'utc', replaceVariables: withDataMacros(noVariables) };

function fieldsWith(fieldConfig: Partial<FieldConfigSource>) {
  const panel = panelOf({ type: 'table', fieldConfig: { defaults: {}, overrides: [], ...fieldConfig } });
  return configureFrames([frame], { ...configuration, panel })[0].fields;
}

function withLinks(original: DataFrame): DataFrame {
  const [objective, ...others] = original.fields;
  const links = [{ title: 'Source', url: 'https://example.com/${__value.text}' }];
  return { ...original, fields: [{ ...objective, config: { ...objective.config, links } }, ...others] };
}
