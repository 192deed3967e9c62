import { instantInWords } from '../budget/inWords';
import { textField, timeField } from '../frames/fields';
import { QUERIES_FIELDS } from './queries';
import { frameOf } from '../frames/grafana';
import { NOW_MS } from '../frames/results.testing';
import { inTimeZone } from './timeZone';

const said = `nothing was observed since ${instantInWords(NOW_MS)}`;
const frame = frameOf({
  name: 'Status',
  meta: { notices: [{ severity: 'info', text: said }], executedQueryString: said },
  fields: [
    textField('Why', '', [said, null]),
    textField(QUERIES_FIELDS.query, '', [`TIMESTAMP '${instantInWords(NOW_MS)}'`, null]),
    timeField('As of', '', [NOW_MS, null]),
  ],
});

describe('instants in texts', () => {
  it('are in the time zone of the dashboard, which they name', () => {
    const [shown] = inTimeZone([frame], 'Europe/Berlin');
    const words = 'nothing was observed since 2026-11-22 11:35 GMT+1';
    expect(shown.fields[0].values).toEqual([words, null]);
    expect(shown.meta?.notices).toEqual([{ severity: 'info', text: words }]);
  });

  it('change their day with it', () => {
    const late = frameOf({
      name: 'x',
      fields: [textField('Why', '', ['at 2026-11-22 23:35 UTC, 2026-07-01 10:00 UTC'])],
    });
    const [{ fields }] = inTimeZone([late], 'America/New_York');
    expect(fields[0].values).toEqual(['at 2026-11-22 18:35 EST, 2026-07-01 06:00 EDT']);
    expect(inTimeZone([late], 'Asia/Tokyo')[0].fields[0].values).toEqual([
      'at 2026-11-23 08:35 GMT+9, 2026-07-01 19:00 GMT+9',
    ]);
  });

  it('stay UTC where the dashboard does', () => {
    expect(inTimeZone([frame], 'utc')).toEqual([frame]);
  });

  it('are those of the reader by default', () => {
    expect(inTimeZone([frame], 'browser')).toEqual(inTimeZone([frame], undefined));
  });

  it('stay as they ran in queries, and as they are in times', () => {
    const [{ fields, meta }] = inTimeZone([frame], 'Asia/Tokyo');
    expect(fields.slice(1)).toEqual(frame.fields.slice(1));
    expect(meta?.executedQueryString).toBe(said);
  });
});
