import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations';
import {
  budgetInWords,
  durationInWords,
  eventsInWords,
  failuresInWords,
  numberInWords,
  percentInWords,
  remainingInWords,
} from './inWords';

describe('durations in words', () => {
  it('have two units at most', () => {
    expect(durationInWords(2 * DAY_MS + 4 * HOUR_MS + 59 * MINUTE_MS)).toBe('2 d 4 h');
    expect(durationInWords(3 * HOUR_MS + 20 * MINUTE_MS)).toBe('3 h 20 min');
    expect(durationInWords(12 * MINUTE_MS)).toBe('12 min');
    expect(durationInWords(DAY_MS)).toBe('1 d');
  });

  it('carry when they round up', () => {
    expect(durationInWords(HOUR_MS - 1)).toBe('1 h');
    expect(durationInWords(DAY_MS - 1)).toBe('1 d');
  });

  it('do not pretend to know seconds', () => {
    expect(durationInWords(0)).toBe('less than 1 min');
  });
});

describe('numbers in words', () => {
  it('show what matters', () => {
    expect(numberInWords(1234)).toBe('1,234');
    expect(numberInWords((1 - 0.99) * 210)).toBe('2.1');
    expect(numberInWords(0.0432)).toBe('0.043');
    expect(numberInWords(0)).toBe('0');
    expect(percentInWords(0.178)).toBe('17.8 %');
    expect(percentInWords(0.25)).toBe('25 %');
  });
});

describe('events in words', () => {
  it('are whole, although PromQL extrapolates fractions', () => {
    expect([5580.7, 17_362_100.9, 312.4, 2.3, 1e12, 0, -0.2].map(eventsInWords)).toEqual([
      '5,581',
      '17,362,101',
      '312',
      '2',
      '1,000,000,000,000',
      '0',
      '0',
    ]);
  });

  it('never say that nothing happened where something did', () => {
    expect(eventsInWords(0.3)).toBe('less than 1');
  });

  it('leave a small budget the fraction that decides', () => {
    expect([0.94, 9.4, 312.4].map(budgetInWords)).toEqual(['0.94', '9.4', '312']);
  });
});

describe('a budget in words', () => {
  it('says how often it was spent, not how far below zero it is', () => {
    expect([0.2, 0, -0.29, -0.999, -1, -3.54, -10.15, -24999].map(remainingInWords)).toEqual([
      '20 % of the budget left',
      '0 % of the budget left',
      'overspent by 29 %',
      'overspent by 99.9 %',
      'overspent 2 times',
      'overspent 4.5 times',
      'overspent 11 times',
      'overspent 25,000 times',
    ]);
  });

  it('compares with failures as it does in figures', () => {
    expect([failuresInWords(6, 0.94), failuresInWords(3.4, 3.2), failuresInWords(0.6, 0.94)]).toEqual([
      '6',
      '4',
      'less than 1',
    ]);
  });
});
