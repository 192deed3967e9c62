import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import { exceeds } from './tolerance';

/** How a window reads that was observed too little, or for too short a time, to have figures. */
export const NOT_ENOUGH_DATA = 'not enough data yet';

/** A duration to its two largest units: "2 d 4 h", "3 h 20 min", "12 min". Below a minute: "less than 1 min". */
export function durationInWords(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 1) {
    return 'less than 1 min';
  }
  const roundedMs = minutes * MINUTE_MS;
  if (roundedMs < HOUR_MS) {
    return `${minutes} min`;
  }
  return roundedMs < DAY_MS
    ? inTwoUnits(roundedMs, HOUR_MS, 'h', MINUTE_MS, 'min')
    : inTwoUnits(roundedMs, DAY_MS, 'd', HOUR_MS, 'h');
}

function inTwoUnits(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const whole = Math.floor(ms / largeMs);
  const rest = Math.floor((ms - whole * largeMs) / smallMs);
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`;
}

/** An instant to the minute, in UTC: "2026-11-22 10:35 UTC". */
export function instantInWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const SMALL_BUDGET = 10;
const THOUSANDS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const LARGE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const SMALL = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

/** A count or another number: "1,234", "2.1", "0.043". */
export function numberInWords(value: number): string {
  const size = Math.abs(value);
  return (size < 1 ? SMALL : size < 1000 ? LARGE : THOUSANDS).format(value);
}

/** Events that happened, of which PromQL extrapolates fractions: "5,581", "312"; "less than 1" where some did. */
export function eventsInWords(events: number): string {
  const whole = Math.round(events) || 0;
  return whole === 0 && events > 0 ? 'less than 1' : THOUSANDS.format(whole);
}

/** A budget in events: whole from ten on, below with the fraction that decides: "312", "9.4", "0.94". */
export function budgetInWords(events: number): string {
  return Math.abs(events) < SMALL_BUDGET ? numberInWords(events) : eventsInWords(events);
}

/**
 * Failures beside the budget that they are measured against, in events, rounded so that both still compare as they do: "3.4 of 3.2"
 * is not "3".
 */
export function failuresInWords(bad: number, budget: number): string {
  const nearest = Math.round(bad);
  const compares = exceeds(nearest, budget) === exceeds(bad, budget);
  const whole = compares ? nearest : nearest > bad ? Math.floor(bad) : Math.ceil(bad);
  return whole === 0 && bad > 0 ? 'less than 1' : eventsInWords(whole);
}

/** What remains of a budget as a share of it: "18 % of the budget left", "overspent by 29 %"; twice the budget and more: "overspent 11 times". */
export function remainingInWords(remaining: number): string {
  if (remaining >= 0) {
    return `${percentInWords(remaining)} of the budget left`;
  }
  const times = 1 - remaining;
  return times < 2
    ? `overspent by ${percentInWords(-remaining)}`
    : `overspent ${times < 10 ? numberInWords(times) : THOUSANDS.format(times)} times`;
}

/** A share from 0 to 1: "18 %", "2.1 %". */
export function percentInWords(share: number): string {
  return `${numberInWords(share * 100)} %`;
}

/** An SLI from 0 to 1 with as many decimals as keep it from reading 100 % while anything was bad: "99.2 %", "99.9996 %". */
export function sliInWords(sli: number): string {
  const badPercent = (1 - sli) * 100;
  const decimals = badPercent > 0 ? Math.max(1, Math.ceil(-Math.log10(badPercent))) : 1;
  return `${(sli * 100).toLocaleString('en-US', { maximumFractionDigits: decimals })} %`;
}

/** The first of some names, and how many more there are: "a, b and 3 more". */
export function firstInWords(names: readonly string[], most: number): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
