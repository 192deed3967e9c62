import type { StatusLine } from './statusLine';
import { statusTable } from './table';

function line(overrides: Partial<StatusLine> = {}): StatusLine {
  return {
    state: 'met',
    provisional: false,
    category: 'Public Applications',
    objective: 'Requests of the API',
    target: '99 %',
    window: '30 d',
    sli: '99.71 %',
    remaining: '71.0 %',
    burnRates: ['0.2', '0.3', '0.3'],
    bad: '290',
    total: '100,000',
    coverage: '100.0 %',
    remark: '',
    ...overrides,
  };
}

const wide = { width: 200, colour: false };

describe('the status table', () => {
  it('names every state by shape and word, not by colour alone', () => {
    const states = (['met', 'atRisk', 'breached', 'noData', 'failed'] as const).map((state) => line({ state }));
    const table = statusTable(states, wide);
    for (const word of ['● met', '▲ at risk', '■ breached', '○ no data', '✕ failed']) {
      expect(table).toContain(word);
    }
  });

  it('aligns the figures of all rows', () => {
    const table = statusTable([line(), line({ objective: 'A much longer name of an objective', total: '7' })], wide);
    const ends = table
      .split('\n')
      .filter((text) => text.includes('100.0 %'))
      .map((text) => text.indexOf('100.0 %'));
    expect(new Set(ends).size).toBe(1);
  });

  it('puts what a reader must know under the row', () => {
    const table = statusTable([line({ state: 'breached', remark: '12 bad of 1,000, budget 10' })], wide);
    const lines = table.split('\n');
    const row = lines.findIndex((text) => text.includes('breached'));
    expect(lines[row + 1].trim()).toBe('12 bad of 1,000, budget 10');
  });

  it('says that a state is provisional', () => {
    expect(statusTable([line({ provisional: true })], wide)).toContain('● met, provisional');
    const noData = statusTable([line({ state: 'noData', provisional: true })], wide);
    expect(noData).toContain('○ not enough data yet');
    expect(noData).not.toMatch(/no data|provisional/);
  });

  it.each([200, 120, 100, 80])('fits into %i characters, with the figures that matter most', (width) => {
    const remark = 'budget exhausted in 2 d 4 h at the last day’s rate; '.repeat(6);
    const table = statusTable([line({ remark }), line({ provisional: true, state: 'breached' })], {
      width,
      colour: false,
    });
    expect(Math.max(...table.split('\n').map((text) => text.length))).toBeLessThanOrEqual(width);
    expect(table).toContain('99.71 %');
    expect(table).toContain('71.0 %');
  });

  it('has colours only where they are wanted', () => {
    expect(statusTable([line()], wide)).not.toContain('\u001b[');
    expect(statusTable([line()], { ...wide, colour: true })).toContain('\u001b[');
  });
});
