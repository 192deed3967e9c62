import Table from 'cli-table3';
import type { RefusedRow } from '../src/budget/burnRatePolicy';
import { durationInWords, percentInWords, firstInWords } from '../src/budget/inWords';
import type { Objective } from '../src/catalogue/objective';
import { isRatioOnly } from '../src/evaluation/alertPolicy';
import type { Alerting } from './catalogueRules';
import { conditionsOf } from './conditions';

/** So many sentences are read; more are summed up. */
const MOST_SENTENCES = 4;
/** More names hide the rest of a line. */
const MOST_NAMES = 3;
const WIDTHS = [34, 10, 10, 60];

interface LeftOut {
  objective: Objective;
  row: RefusedRow;
}

/**
 * What the rules of objectives lack, for the person who generates them: burn-rate rows that were left out, with their arithmetic, and
 * indicators without counts, whose burn rates have no guard on few events. One text for each thing to print.
 */
export function whatIsLeftOut({ objectives }: Alerting): string[] {
  const rows = objectives.flatMap((objective) =>
    conditionsOf(objective).refused.map((row): LeftOut => ({ objective, row }))
  );
  const ratios = objectives.filter(
    (objective) => isRatioOnly(objective) && conditionsOf(objective).conditions.some(({ kind }) => kind === 'burnRate')
  );
  return [
    ...(rows.length > MOST_SENTENCES ? [summedUp(rows)] : rows.map(inASentence)),
    ...(ratios.length > 0
      ? [
          `${named(ratios)}: the indicator is a raw ratio without counts, so that burn-rate alerts cannot require a minimum of bad ` +
            'events, and there are no alerts on single events.',
        ]
      : []),
  ];
}

function inASentence({ objective, row }: LeftOut): string {
  const { displayName, id, window } = objective;
  const of = window.type === 'rolling' ? ` of ${durationInWords(window.durationMs)}` : '';
  return `${displayName} (${id}), ${row.severity} at ${percentInWords(row.budgetFraction)} of the budget${of}, is left out: ${row.arithmetic}.`;
}

/** One line for each arithmetic, with the objectives that share it. */
function summedUp(rows: readonly LeftOut[]): string {
  const alike = new Map<string, LeftOut[]>();
  for (const one of rows) {
    const { severity, budgetFraction, arithmetic } = one.row;
    const key = JSON.stringify([severity, budgetFraction, arithmetic]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  const table = new Table({
    head: ['Objectives', 'Severity', 'Budget', 'Why it is left out'],
    colWidths: WIDTHS,
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const [first, ...rest] of alike.values()) {
    const { severity, budgetFraction, arithmetic } = first.row;
    const objectives = [first, ...rest].map(({ objective }) => objective);
    table.push([named(objectives), severity, percentInWords(budgetFraction), arithmetic]);
  }
  return `${rows.length} burn-rate rows are left out:\n${table.toString()}`;
}

function named(objectives: readonly Objective[]): string {
  return firstInWords(
    objectives.map(({ id }) => id),
    MOST_NAMES
  );
}
