const DATE = /^(-?\d{4,})-(\d\d)-(\d\d)$/;
const TIMESTAMP = /^(-?\d{4,}-\d\d-\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?: (.+))?$/;
const OFFSET = /^([+-])(\d\d):(\d\d)$/;

/** Epoch milliseconds of a date's midnight in UTC; undefined for anything but a date as Trino writes it. */
export function dateMs(text: string): number | undefined {
  const parts = DATE.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [year, month, day] = parts.slice(1).map(Number);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

/**
 * Epoch milliseconds, cut to whole ones, of a timestamp as Trino writes it, such as `2026-11-22 10:00:00.000 UTC`. Without a
 * zone it is taken for UTC, the time zone of every session of ours. Undefined for anything else, named zones included: an
 * hour that a zone's clocks show twice would be ambiguous.
 */
export function timestampMs(text: string): number | undefined {
  const parts = TIMESTAMP.exec(text);
  const midnight = parts === null ? undefined : dateMs(parts[1]);
  const offset = offsetMs(parts?.[6] ?? 'UTC');
  if (parts === null || midnight === undefined || offset === undefined) {
    return undefined;
  }
  const [hours, minutes, seconds] = parts.slice(2, 5).map(Number);
  const milliseconds = Number((parts[5] ?? '').slice(0, 3).padEnd(3, '0'));
  return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds - offset;
}

function offsetMs(zone: string): number | undefined {
  if (zone === 'UTC' || zone === 'Z') {
    return 0;
  }
  const parts = OFFSET.exec(zone);
  if (parts === null) {
    return undefined;
  }
  const [sign, hours, minutes] = parts.slice(1);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
