import { FieldType, getDisplayProcessor, type DataFrame, type ScopedVars } from '@grafana/data';
import { withDataMacros } from './dataMacros';
import { frameOf, noVariables, theme } from './panel.testing';

const frame = frameOf(
  { name: 'Time', type: FieldType.time, values: [1_000, 2_000] },
  { name: 'Objective id', type: FieldType.string, values: ['api', 'web & more'] },
  {
    name: 'Budget',
    type: FieldType.number,
    values: [0.5, -1],
    config: { unit: 'percentunit' },
    labels: { objective: 'api' },
  }
);
for (const field of frame.fields) {
  field.display = getDisplayProcessor({ field, theme });
}

const replace = withDataMacros(noVariables);

describe('expressions that read the data of a panel', () => {
  it('read another field of the row by its name, in quotes or without', () => {
    expect(replace('/d/o?x=${__data.fields["Objective id"]}', at(0))).toBe('/d/o?x=api');
    expect(replace("${__data.fields['Objective id']}", at(0))).toBe('api');
    expect(replace('${__data.fields.Budget}', at(1))).toBe('-100%');
    expect(replace('${__data.fields.Budget.numeric}', at(1))).toBe('-1');
    expect(replace('${__data.fields[1]}', at(0))).toBe('api');
  });

  it('read the value as text, as number and with its instant', () => {
    expect(replace('${__value.text} ${__value.numeric} ${__value.raw} ${__value.time}', at(1))).toBe(
      '-100% -1 -1 2000'
    );
  });

  it('read a calculated value where there is no row', () => {
    const calculatedValue = { text: '42', numeric: 42, suffix: '%' };
    expect(replace('${__value.text} ${__value.raw}', scope({ calculatedValue }))).toBe('42% 42');
  });

  it('read the name and the labels of the field', () => {
    expect(replace('${__field.name} ${__field.labels.objective} ${__field.labels["objective"]}', at(0))).toBe(
      'Budget api api'
    );
  });

  it('stay as they are until the row is known, so that a display name can be expanded later', () => {
    expect(replace('${__data.fields.Budget}', scope({}))).toBe('${__data.fields.Budget}');
    expect(replace('${__value.text}')).toBe('${__value.text}');
  });

  it('are empty for a field that the row does not have', () => {
    expect(replace('<${__data.fields.Nowhere}>', at(0))).toBe('<>');
  });

  it('are encoded as the link asks', () => {
    const url = '${__data.fields["Objective id"]}';
    expect(replace(url, at(1), 'uriencode')).toBe('web%20&%20more');
    expect(replace('${__data.fields["Objective id"]:percentencode}', at(1), 'uriencode')).toBe('web%20%26%20more');
  });

  it('leave variables of the dashboard to the dashboard', () => {
    const withVariables = withDataMacros((text) => text.replace('$objective', 'chosen'));
    expect(withVariables('$objective ${__value.text}', at(0))).toBe('chosen 50%');
  });
});

function at(rowIndex: number): ScopedVars {
  return scope({ rowIndex });
}

function scope(where: object): ScopedVars {
  const data: DataFrame[] = [frame];
  return { __dataContext: { value: { data, frame, field: frame.fields[2], ...where } } };
}
