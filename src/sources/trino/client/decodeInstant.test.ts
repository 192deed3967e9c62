import fc from 'fast-check';
import { dateMs, timestampMs } from './decodeInstant';

const instants = fc.date({
  min: new Date('0000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
});

/** As Trino writes it. */
const written = (date: Date) => date.toISOString().replace('T', ' ').replace('Z', '');

describe('an instant of Trino', () => {
  it('is the same instant in epoch milliseconds, with a zone or without', () => {
    fc.assert(
      fc.property(instants, (date) => {
        expect(timestampMs(written(date))).toBe(date.getTime());
        expect(timestampMs(`${written(date)} UTC`)).toBe(date.getTime());
      })
    );
  });

  it('of another offset is earlier or later by the offset', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom('+', '-'), fc.nat(13), fc.nat(59), (date, sign, hours, minutes) => {
        const offset = `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        const aheadMs = (sign === '+' ? 1 : -1) * (hours * 60 + minutes) * 60_000;
        expect(timestampMs(`${written(date)} ${offset}`)).toBe(date.getTime() - aheadMs);
      })
    );
  });

  it('of any precision is cut to milliseconds, never rounded up into another bucket', () => {
    expect(timestampMs('2026-01-02 03:04:05')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
    expect(timestampMs('2026-01-02 03:04:05.1')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5, 100));
    expect(timestampMs('2026-01-02 03:59:59.999999999999 UTC')).toBe(Date.UTC(2026, 0, 2, 3, 59, 59, 999));
  });

  it('may lie outside four-digit years', () => {
    expect(timestampMs('12026-01-02 00:00:00 UTC')).toBe(Date.UTC(12026, 0, 2));
    expect(dateMs('0050-01-01')).toBe(Date.parse('0050-01-01T00:00:00Z'));
    expect(dateMs('-0044-03-15')).toBe(Date.UTC(-44, 2, 15));
  });

  it.each(['2026-01-02 03:04:05 Europe/Zurich', '2026-01-02T03:04:05Z', '2026-01-02', 'now', ''])('is not %p', (text) =>
    expect(timestampMs(text)).toBeUndefined()
  );

  it('has days that begin at midnight in UTC', () => {
    fc.assert(
      fc.property(instants, (date) => {
        const day = date.toISOString().slice(0, 10);
        expect(dateMs(day)).toBe(Date.parse(`${day}T00:00:00Z`));
      })
    );
    expect(dateMs('2 January 2026')).toBeUndefined();
  });
});
