/** An RFC 3339 instant as epoch milliseconds; undefined for anything else, 30 February included. */
export function parseInstant(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)([Zz]|[+-]\d{2}:\d{2})$/.exec(text);
  if (match === null || !isCalendarDate(match[1])) {
    return undefined;
  }
  const timeMs = Date.parse(`${match[1]}T${match[2]}${match[3].toUpperCase()}`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/** Whether the text is a wall-clock time "YYYY-MM-DD hh:mm:ss" that exists. */
export function isWallClockTime(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text);
  return match !== null && parseInstant(`${match[1]}T${match[2]}Z`) !== undefined && !match[2].startsWith('24');
}

/** Whether the text is an IANA time zone that this runtime knows. */
export function isTimeZone(text: string): boolean {
  // Offsets such as +01:00 pass in newer runtimes but are no IANA names.
  if (!/^[A-Za-z]/.test(text)) {
    return false;
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
