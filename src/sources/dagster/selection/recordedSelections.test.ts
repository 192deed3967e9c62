import { evaluateSelection } from './evaluateSelection';
import { parseSelection } from './parseSelection';
import { graphOf, RECORDED_ANSWERS, RECORDED_NODES } from './recordedSelections.fixture';
import { SelectionSyntaxError } from './selectionSyntaxError';
import { selectionText } from './selectionText';

const KIND_TAG = 'dagster/kind/';

// Dagster's own evaluation overlooks kinds that are in no tag; see the tests of evaluateSelection.
const graph = graphOf(
  RECORDED_NODES.map((node) => ({
    ...node,
    kinds: node.tags.flatMap(({ key }) => (key.startsWith(KIND_TAG) ? [key.slice(KIND_TAG.length)] : [])),
  }))
);

const BEYOND_DAGSTER = ['key_substring:ossd', 'key_substring:"d/p"'];

// Dagster decides these by more than the asset graph, or takes any value and selects nothing.
const REFUSED_HERE = ['sensor:s', 'schedule:s', 'partitions:time', 'partitions:monthly'];

function refusal(text: string): unknown {
  try {
    return parseSelection(text);
  } catch (error) {
    return error;
  }
}

const answered = RECORDED_ANSWERS.filter(
  ({ selection, answer }) => Array.isArray(answer) && !REFUSED_HERE.includes(selection)
);
const refused = RECORDED_ANSWERS.filter(
  ({ selection, answer }) =>
    (!Array.isArray(answer) || REFUSED_HERE.includes(selection)) && !BEYOND_DAGSTER.includes(selection)
);

describe('a selection means what it means to Dagster', () => {
  it.each(answered)('$selection', ({ selection, answer }) => {
    expect([...evaluateSelection(parseSelection(selection), graph)].sort()).toEqual(answer);
  });

  it.each(answered)('in its canonical text too: $selection', ({ selection }) => {
    const parsed = parseSelection(selection);
    expect(parseSelection(selectionText(parsed))).toEqual(parsed);
  });
});

describe('what Dagster refuses, or decides by more than the asset graph, is refused with its place', () => {
  it.each(refused)('$selection', ({ selection }) => {
    const error = refusal(selection);
    expect(error).toBeInstanceOf(SelectionSyntaxError);
    if (error instanceof SelectionSyntaxError && error.found !== 'the end') {
      const found = error.found.replace(/^"|"$/g, '').replace(/:$/, '');
      expect(selection.slice(error.offset)).toContain(found);
    }
  });
});

it('hundreds of selections were recorded, from both sides of the syntax', () => {
  expect(answered.length).toBeGreaterThan(250);
  expect(refused.length).toBeGreaterThan(100);
});
