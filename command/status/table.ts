import Table from 'cli-table3';
import { createColors } from 'picocolors';
import type { LineState, StatusLine } from './statusLine';
import { NOT_ENOUGH_DATA } from '../../src/budget/inWords';

type Colors = ReturnType<typeof createColors>;

export interface TableOptions {
  /** Characters that fit on a line; columns are left out until the table fits. */
  width: number;
  colour: boolean;
}

interface Column {
  title: string;
  align: 'left' | 'right';
  text: (line: StatusLine) => string;
  /** Left out first when the line is too short; 0 stays always. */
  dispensable: number;
}

const COLUMNS: Column[] = [
  { title: 'Objective', align: 'left', text: ({ objective }) => objective, dispensable: 0 },
  { title: 'Target', align: 'right', text: ({ target }) => target, dispensable: 0 },
  { title: 'Window', align: 'right', text: ({ window }) => window, dispensable: 5 },
  { title: 'SLI', align: 'right', text: ({ sli }) => sli, dispensable: 0 },
  { title: 'Budget left', align: 'right', text: ({ remaining }) => remaining, dispensable: 0 },
  { title: 'Burn 1 h', align: 'right', text: ({ burnRates }) => burnRates[0], dispensable: 4 },
  { title: '6 h', align: 'right', text: ({ burnRates }) => burnRates[1], dispensable: 3 },
  { title: '3 d', align: 'right', text: ({ burnRates }) => burnRates[2], dispensable: 3 },
  { title: 'Bad', align: 'right', text: ({ bad }) => bad, dispensable: 1 },
  { title: 'Events', align: 'right', text: ({ total }) => total, dispensable: 1 },
  { title: 'Observed', align: 'right', text: ({ coverage }) => coverage, dispensable: 2 },
];

/** Shape and word distinguish the states without colour. */
const STATES: Record<LineState, { word: string; colour: (colors: Colors) => (text: string) => string }> = {
  met: { word: '● met', colour: ({ green }) => green },
  atRisk: { word: '▲ at risk', colour: ({ yellow }) => yellow },
  breached: { word: '■ breached', colour: ({ red }) => red },
  noData: { word: '○ no data', colour: ({ dim }) => dim },
  failed: { word: '✕ failed', colour: ({ magenta }) => magenta },
  noUpstream: { word: '✕ no upstream', colour: ({ magenta }) => magenta },
};

const GAP = 2;
const REMARK_INDENT = '    ';
const LONGEST_WORD = '■ breached, provisional'.length;

/** The status table, one block per category in the order of the lines, each line followed by its remark. */
export function statusTable(lines: StatusLine[], { width, colour }: TableOptions): string {
  const colors = createColors(colour);
  const blocks = [...new Set(lines.map(({ category }) => category))].map((category) => ({
    category,
    lines: lines.filter((line) => line.category === category),
  }));
  const [head, ...rows] = alignedRows(
    blocks.flatMap((block) => block.lines),
    columnsThatFit(lines, width),
    colors
  );
  const remarkWidth = Math.max(20, width - REMARK_INDENT.length);
  return [
    head,
    ...blocks.flatMap((block) => [
      colors.bold(block.category),
      ...block.lines.flatMap((line) => [
        rows.shift() ?? '',
        ...wrap(line.remark, remarkWidth).map((part) => colors.dim(`${REMARK_INDENT}${part}`)),
      ]),
    ]),
  ].join('\n');
}

/** The head and one text for each line, all columns aligned. */
function alignedRows(lines: StatusLine[], columns: Column[], colors: Colors): string[] {
  const table = new Table({
    head: ['', ...columns.map(({ title }) => colors.dim(title))],
    colAligns: ['left', ...columns.map(({ align }) => align)],
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': GAP },
  });
  table.push(...lines.map((line) => [stateText(line, colors), ...columns.map(({ text }) => text(line))]));
  return table
    .toString()
    .split('\n')
    .map((text) => text.trimEnd());
}

function stateText({ state, provisional }: StatusLine, colors: Colors): string {
  const { word, colour } = STATES[state];
  if (state === 'noData' && provisional) {
    return `  ${colour(colors)(`○ ${NOT_ENOUGH_DATA}`)}`;
  }
  return `  ${colour(colors)(word)}${provisional ? colors.dim(', provisional') : ''}`;
}

/** Everything, less the most dispensable columns until the widest line fits. */
function columnsThatFit(lines: StatusLine[], width: number): Column[] {
  let columns = COLUMNS;
  const widthOf = (column: Column) =>
    GAP + Math.max(column.title.length, ...lines.map((line) => column.text(line).length));
  const stateWidth = 2 + GAP + LONGEST_WORD;
  while (stateWidth + columns.reduce((sum, column) => sum + widthOf(column), 0) > width) {
    const most = Math.max(...columns.map(({ dispensable }) => dispensable));
    if (most === 0) {
      break;
    }
    columns = columns.filter(({ dispensable }) => dispensable < most);
  }
  return columns;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
