import { dateMath, dateTime, rangeUtil, type RawTimeRange, type TimeRange, type TimeZone } from '@grafana/data';

/** From and to as a URL or a dashboard's JSON says them. */
export interface WrittenRange {
  from: string;
  to: string;
}

/** What the words of a range depend on. */
export interface TimeSettings {
  timeZone: TimeZone;
  /** 0: January */
  fiscalYearStartMonth: number;
}

/** The range at this moment. A `from` or `to` that is no time, or a range that ends before it begins, gives the fallback. */
export function evaluateRange(written: WrittenRange, fallback: WrittenRange, settings: TimeSettings): TimeRange {
  const range = toRange(written, settings);
  return range && range.from.valueOf() < range.to.valueOf() ? range : rangeOrDay(fallback, settings);
}

function rangeOrDay(written: WrittenRange, settings: TimeSettings): TimeRange {
  return toRange(written, settings) ?? rangeUtil.convertRawToRange({ from: 'now-24h', to: 'now' }, settings.timeZone);
}

function toRange(written: WrittenRange, { timeZone, fiscalYearStartMonth }: TimeSettings): TimeRange | undefined {
  const raw: RawTimeRange = { from: instantOf(written.from), to: instantOf(written.to) };
  return dateMath.isValid(raw.from) && dateMath.isValid(raw.to)
    ? rangeUtil.convertRawToRange(raw, timeZone, fiscalYearStartMonth)
    : undefined;
}

function instantOf(text: string): RawTimeRange['from'] {
  return /^\d+$/.test(text) ? dateTime(Number(text)) : text.includes('now') ? text : dateTime(Date.parse(text));
}

/** The same span, half of itself earlier (-1) or later (1), as Grafana's arrows move it. */
export function shiftRange({ from, to }: TimeRange, direction: -1 | 1): WrittenRange {
  const half = ((to.valueOf() - from.valueOf()) / 2) * direction;
  return absolute(from.valueOf() + half, to.valueOf() + half);
}

/** Twice the span around the same middle. */
export function zoomOut({ from, to }: TimeRange): WrittenRange {
  const half = (to.valueOf() - from.valueOf()) / 2;
  return absolute(from.valueOf() - half, to.valueOf() + half);
}

export function absolute(fromMs: number, toMs: number): WrittenRange {
  return { from: String(Math.round(fromMs)), to: String(Math.round(toMs)) };
}
