import { FieldType } from '@grafana/data';
import { frameOf } from '../panel.testing';
import { fitColumns } from './fitColumns';

describe('the columns of a table', () => {
  it('stay as they are where every minimum is within an equal share', () => {
    expect(widthsAt(800, { minWidth: 200 }, { minWidth: 300 })).toEqual([undefined, undefined]);
  });

  it('leave the rest to others where a minimum is more than an equal share', () => {
    expect(widthsAt(560, { minWidth: 190 }, { minWidth: 300 })).toEqual([undefined, 300]);
  });

  it('count columns of a fixed width, and none that is hidden', () => {
    const hidden = { minWidth: 1_000, hideFrom: { viz: true } };
    expect(widthsAt(760, { width: 200 }, { minWidth: 190 }, { minWidth: 300 }, hidden)).toEqual([
      200,
      undefined,
      300,
      undefined,
    ]);
  });

  it('reach their minima one after the other', () => {
    expect(widthsAt(700, { minWidth: 100 }, { minWidth: 200 }, { minWidth: 380 })).toEqual([undefined, 200, 380]);
  });

  it('stay as they are where the minima do not fit, so that the table scrolls as Grafana scrolls', () => {
    expect(widthsAt(400, { minWidth: 190 }, { minWidth: 300 })).toEqual([undefined, undefined]);
  });
});

function widthsAt(widthPx: number, ...columns: object[]) {
  const fields = columns.map((custom, i) => ({
    name: String(i),
    type: FieldType.string,
    values: [],
    config: { custom },
  }));
  return fitColumns(frameOf(...fields), widthPx).fields.map(({ config }) => config.custom.width);
}
