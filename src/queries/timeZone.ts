import type { DataFrame } from '@grafana/data';
import { QUERIES_FIELDS } from './queries';
import { FIELD_TYPES } from '../frames/grafana';

/** How `instantInWords` writes an instant. */
const INSTANT = /\b(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d) UTC\b/g;

/**
 * The frames with every instant in a text in the time zone of the dashboard, as Grafana shows times beside it: "2026-11-22 11:35
 * GMT+1". Queries stay as they ran.
 *
 * @param timeZone IANA name, `utc`, or `browser` for that of the reader.
 */
export function inTimeZone(frames: DataFrame[], timeZone: string | undefined): DataFrame[] {
  if (timeZone === 'utc' || timeZone === 'UTC') {
    return frames;
  }
  const rewrite = rewriter(timeZone);
  return frames.map((frame) => ({
    ...frame,
    meta: frame.meta && {
      ...frame.meta,
      notices: frame.meta.notices?.map((notice) => ({ ...notice, text: rewrite(notice.text) })),
    },
    fields: frame.fields.map((field) =>
      field.type === FIELD_TYPES.string && field.name !== QUERIES_FIELDS.query
        ? { ...field, values: field.values.map((value) => (typeof value === 'string' ? rewrite(value) : value)) }
        : field
    ),
  }));
}

function rewriter(timeZone: string | undefined): (text: string) => string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: !timeZone || timeZone === 'browser' ? undefined : timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return (text) =>
    text.replace(INSTANT, (_, ...[year, month, day, hour, minute]: string[]) => {
      const parts = format.formatToParts(
        Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
      );
      const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
      const date = `${part('year')}-${part('month')}-${part('day')}`;
      return `${date} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
    });
}
