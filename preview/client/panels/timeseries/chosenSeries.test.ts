import { SeriesVisibilityChangeMode } from '@grafana/ui';
import { chooseSeries } from './chosenSeries';

const { ToggleSelection: click, AppendToSelection: clickWithModifier } = SeriesVisibilityChangeMode;
const ALL = ['a', 'b', 'c'];

describe('a click in the legend', () => {
  it('shows one series alone, and all again the next time', () => {
    const alone = chooseSeries(undefined, 'a', click, ALL);
    expect(alone).toEqual(new Set(['a']));
    expect(chooseSeries(alone, 'a', click, ALL)).toBeUndefined();
  });

  it('moves on to another series', () => {
    expect(chooseSeries(new Set(['a']), 'b', click, ALL)).toEqual(new Set(['b']));
  });

  it('adds or takes away one series with a modifier', () => {
    expect(chooseSeries(undefined, 'a', clickWithModifier, ALL)).toEqual(new Set(['b', 'c']));
    expect(chooseSeries(new Set(['a']), 'b', clickWithModifier, ALL)).toEqual(new Set(['a', 'b']));
  });

  it('never leaves an empty chart', () => {
    expect(chooseSeries(new Set(['a']), 'a', clickWithModifier, ALL)).toBeUndefined();
  });
});
