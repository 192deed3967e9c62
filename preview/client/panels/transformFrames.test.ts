import { FieldType, getFieldDisplayName } from '@grafana/data';
import { frameOf, noVariables } from './panel.testing';
import { transformFrames } from './transformFrames';

const frame = frameOf(
  { name: 'Objective', type: FieldType.string, values: ['a', 'b', 'c'] },
  { name: 'Budget', type: FieldType.number, values: [0.5, -1, 0.2] },
  { name: 'Why', type: FieldType.string, values: ['x', 'y', 'z'] }
);

describe('transformations of a panel', () => {
  it('order, rename and leave out fields', () => {
    const options = {
      indexByName: { Budget: 0, Objective: 1 },
      renameByName: { Budget: 'Left' },
      excludeByName: { Why: true },
    };
    expect(columnsAfter({ id: 'organize', options })).toEqual({ Left: [0.5, -1, 0.2], Objective: ['a', 'b', 'c'] });
  });

  it('sort rows and keep the first', () => {
    const sorted = { id: 'sortBy', options: { fields: {}, sort: [{ field: 'Budget' }] } };
    const limited = { id: 'limit', options: { limitField: 2 } };
    expect(columnsAfter(sorted, limited).Objective).toEqual(['b', 'c']);
  });

  it('keep the fields and the rows that a filter names', () => {
    const fields = { id: 'filterFieldsByName', options: { include: { names: ['Objective'] } } };
    const rows = {
      id: 'filterByValue',
      options: {
        type: 'include',
        match: 'all',
        filters: [{ fieldName: 'Budget', config: { id: 'lower', options: { value: 0.3 } } }],
      },
    };
    expect(columnsAfter(rows, fields)).toEqual({ Objective: ['b', 'c'] });
  });

  it('merge frames into one', () => {
    const other = frameOf(
      { name: 'Objective', type: FieldType.string, values: ['a'] },
      { name: 'Target', type: FieldType.number, values: [0.99] }
    );
    const [merged, ...rest] = transformFrames([frame, other], [{ id: 'merge', options: {} }], noVariables);
    expect(rest).toEqual([]);
    expect(merged.fields.map(({ name }) => name)).toEqual(['Objective', 'Budget', 'Why', 'Target']);
  });

  it('leave no frame without rows, and else one for each value of a field', () => {
    const byObjective = { id: 'partitionByValues', options: { fields: ['Objective'], keepFields: true } };
    const parts = transformFrames([frame], [byObjective], noVariables);
    expect(parts.map(({ fields }) => fields.map(({ values }) => values))).toEqual([
      [['a'], [0.5], ['x']],
      [['b'], [-1], ['y']],
      [['c'], [0.2], ['z']],
    ]);
    const none = frameOf({ name: 'Objective', type: FieldType.string, values: [] });
    expect(transformFrames([none], [byObjective], noVariables)).toEqual([]);
    const other = { id: 'partitionByValues', options: { fields: ['Elsewhere'] } };
    expect(transformFrames([frame], [other], noVariables)).toEqual([frame]);
  });

  it('replace variables in their options', () => {
    const options = { include: { names: ['$field'] } };
    const replace = (text: string) => text.replace('$field', 'Why');
    const [{ fields }] = transformFrames([frame], [{ id: 'filterFieldsByName', options }], replace);
    expect(fields.map(({ name }) => name)).toEqual(['Why']);
  });

  it('do nothing while they are switched off', () => {
    const off = { id: 'limit', options: { limitField: 1 }, disabled: true };
    expect(columnsAfter(off).Objective).toEqual(['a', 'b', 'c']);
  });

  it('leave frames untouched where there are none', () => {
    const frames = [frame];
    expect(transformFrames(frames, [], noVariables)).toBe(frames);
  });
});

function columnsAfter(...transformations: Array<{ id: string; options: object; disabled?: boolean }>) {
  const [{ fields }] = transformFrames([frame], transformations, noVariables);
  return Object.fromEntries(fields.map((field) => [getFieldDisplayName(field), field.values]));
}
