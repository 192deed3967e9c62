import { FieldType, outerJoinDataFrames } from '@grafana/data';
import { configureFrames } from '../configureFrames';
import { withDataMacros } from '../dataMacros';
import { frameOf, noVariables, panelOf, theme } from '../panel.testing';
import { linksAt } from './linksAt';

describe('the links of a point', () => {
  it('read the row of the frame that the point comes from', () => {
    const links = [{ title: '${__field.labels.objective} ${__value.raw}', url: '/d/o' }];
    const panel = panelOf({ type: 'timeseries', fieldConfig: { defaults: { links }, overrides: [] } });
    const frames = configureFrames([seriesOf('api', [1, 2, 3]), seriesOf('web', [3, 4])], {
      panel,
      theme,
      timeZone: 'utc',
      replaceVariables: withDataMacros(noVariables),
    });
    const joined = outerJoinDataFrames({ frames, keepOriginIndices: true });
    if (!joined) {
      throw new Error('two frames with times join');
    }
    const titlesAt = (fieldIndex: number, row: number) =>
      linksAt(joined, frames, fieldIndex, row).map(({ title }) => title);
    expect(titlesAt(1, 2)).toEqual(['api 30']);
    expect(titlesAt(2, 2)).toEqual(['web 30']);
    expect(titlesAt(2, 3)).toEqual(['web 40']);
    expect(titlesAt(2, 0)).toEqual([]);
  });
});

/** Ten times the instant, at each instant. */
function seriesOf(objective: string, instants: number[]) {
  return frameOf(
    { name: 'Time', type: FieldType.time, values: instants },
    { name: 'Value', type: FieldType.number, values: instants.map((at) => 10 * at), labels: { objective } }
  );
}
