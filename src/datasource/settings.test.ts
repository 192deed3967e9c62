import { wantsDemo } from './settings';

describe('demo data', () => {
  it('are shown while no upstream is configured, so that a new data source shows something', () => {
    expect(wantsDemo({})).toBe(true);
    expect(wantsDemo({ prometheusUrl: '' })).toBe(true);
  });

  it('give way to any configured upstream', () => {
    expect(wantsDemo({ prometheusUrl: 'http://prometheus:9090' })).toBe(false);
    expect(wantsDemo({ prometheusDataSourceUid: 'abc' })).toBe(false);
    expect(wantsDemo({ trinoUrl: 'https://trino' })).toBe(false);
  });

  it('can be chosen, and refused, in the settings', () => {
    expect(wantsDemo({ demo: true, prometheusUrl: 'http://prometheus:9090' })).toBe(true);
    expect(wantsDemo({ demo: false })).toBe(false);
  });
});
