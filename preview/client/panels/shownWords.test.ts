import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FieldType } from '@grafana/data';
import { parseDashboard } from '../dashboard/dashboardJson';
import { configureFrames } from './configureFrames';
import { withDataMacros } from './dataMacros';
import { frameOf, noVariables, theme } from './panel.testing';
import { transformFrames } from './transformFrames';

const FILE = join(__dirname, '../../../dashboards/overview.json');
const { sections } = parseDashboard(JSON.parse(readFileSync(FILE, 'utf8')));
const panels = sections.flatMap((section) => section.panels);

/** What a panel of the overview shows in a field for its values. */
function shownIn(title: string, field: string, ...values: string[]): Array<string | undefined> {
  const panel = panels.find((one) => one.title.startsWith(title));
  if (!panel) {
    throw new Error(`The overview has no panel "${title}"`);
  }
  const frame = frameOf({ name: field, type: FieldType.string, values });
  const transformed = transformFrames([frame], panel.transformations, noVariables);
  const replaceVariables = withDataMacros(noVariables);
  const [configured] = configureFrames(transformed, { panel, theme, timeZone: 'utc', replaceVariables });
  const shown = configured.fields.find(({ name }) => name === field);
  return shown?.values.map((value) => shown.display?.(value).text) ?? [];
}

describe('a verdict', () => {
  const VALUES = ['no data · provisional', 'met', 'breached · provisional', 'no data'];
  const WORDS = ['not enough data yet', 'met', 'breached, provisional', 'no data'];

  it('reads in words in a tile', () => {
    expect(shownIn('Categories', 'Verdict', ...VALUES)).toEqual(WORDS);
  });

  it('reads in words in a table, in which it is a place in the order of urgency', () => {
    expect(shownIn('Objectives (worst first)', 'Verdict', ...VALUES)).toEqual(WORDS);
  });
});
