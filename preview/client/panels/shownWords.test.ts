import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FieldType, type FieldDTO } from '@grafana/data';
import { parseDashboard } from '../dashboard/dashboardJson';
import { configureFrames } from './configureFrames';
import { withDataMacros } from './dataMacros';
import { frameOf, noVariables, theme } from './panel.testing';
import { transformFrames } from './transformFrames';

/** What a panel of a generated dashboard shows in a field for its values. */
function shownIn(file: string, title: string, field: FieldDTO): Array<string | undefined> {
  const json: unknown = JSON.parse(readFileSync(join(__dirname, '../../../dashboards', file), 'utf8'));
  const panel = parseDashboard(json)
    .sections.flatMap(({ panels }) => panels)
    .find((one) => one.title.startsWith(title));
  if (!panel) {
    throw new Error(`${file} has no panel "${title}"`);
  }
  const frame = frameOf(field);
  const transformed = transformFrames([frame], panel.transformations, noVariables);
  const replaceVariables = withDataMacros(noVariables);
  const [configured] = configureFrames(transformed, { panel, theme, timeZone: 'utc', replaceVariables });
  // What a panel calculates from other fields comes before.
  const shown = configured.fields.at(-1);
  return shown?.values.map((value) => shown.display?.(value).text) ?? [];
}

describe('a verdict', () => {
  const verdict = {
    name: 'Verdict',
    type: FieldType.string,
    values: ['no data · provisional', 'met', 'breached · provisional', 'no data'],
  };
  const words = ['not enough data yet', 'met', 'breached, provisional', 'no data'];

  it('reads in words in a tile', () => {
    expect(shownIn('overview.json', 'Categories', verdict)).toEqual(words);
    expect(shownIn('objective.json', 'Status', verdict)).toEqual(words);
  });

  it('reads in words in a table, in which it is a place in the order of urgency', () => {
    expect(shownIn('overview.json', 'Objectives (worst first)', verdict)).toEqual(words);
    expect(shownIn('objective.json', 'Over other windows', verdict)).toEqual(words);
  });
});

describe('a time to exhaustion', () => {
  it.each([
    ['objective.json', 'Figures'],
    ['consumer-trino.json', 'Objectives (worst first)'],
  ])('of nothing reads “exhausted” in %s, %s', (file, title) => {
    const field = { name: 'Time to exhaustion', type: FieldType.number, values: [0, 3600], config: { unit: 's' } };
    expect(shownIn(file, title, field)).toEqual(['exhausted', '1']);
  });
});
