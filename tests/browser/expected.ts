import { DAY_MS } from '../../src/budget/durations';
import { shippedCatalogue } from '../../src/catalogue/shippedCatalogue';
import { byUrgency, categorySummaries } from '../../src/evaluation/categorySummaries';
import { evaluateCatalogue } from '../../src/evaluation/evaluateCatalogue';
import { judgeBreaches } from '../../src/evaluation/judgeBreaches';
import type { CategorySummary, PendingRow, RowState, SprintRow } from '../../src/evaluation/results';
import { isProvisional, rowState } from '../../src/evaluation/rowState';
import { sprintRows } from '../../src/evaluation/sprintRows';
import { sliDecimals } from '../../src/frames/sliDecimals';
import { verdictInWords } from '../../src/frames/stateWords';
import { statusFigures } from '../../src/frames/statusFigures';
import { demoSources } from '../../command/sources';

/** What the dashboards must show of demo data, computed without frames, panels or browser. */
export interface Expected {
  /** Worst first. */
  rows: PendingRow[];
  categories: CategorySummary[];
  openSprints: SprintRow[];
  closedSprints: SprintRow[];
}

/** How far back the overview looks for the first breach of a sprint. */
const SPRINT_HISTORY_MS = 30 * DAY_MS;

export async function expectedAt(nowMs: number): Promise<Expected> {
  const { objectives } = shippedCatalogue;
  const { signal } = new AbortController();
  const rows = await evaluateCatalogue(objectives, demoSources(), { atMs: nowMs, nowMs }, signal);
  const range = { fromMs: nowMs - SPRINT_HISTORY_MS, toMs: nowMs, nowMs };
  const judged = await Promise.all(
    objectives.map((objective) => judgeBreaches(objective, demoSources(), range, signal))
  );
  const sprints = sprintRows(judged, nowMs);
  return {
    rows: [...rows].sort(byUrgency),
    categories: categorySummaries(rows),
    openSprints: sprints.filter(({ toMs }) => toMs === null),
    closedSprints: sprints.filter(({ toMs }) => toMs !== null),
  };
}

export function rowOf({ rows }: Expected, id: string): PendingRow {
  const found = rows.find(({ objective }) => objective.id === id);
  if (!found) {
    throw new Error(`The catalogue holds no objective "${id}"`);
  }
  return found;
}

/** "met", "at risk, provisional", … */
export function verdictOf(row: PendingRow): string {
  return verdictInWords(rowState(row), isProvisional(row));
}

export function categoryVerdict({ state, provisional }: CategorySummary): string {
  return verdictInWords(state, provisional);
}

/** How many objectives are in a state. */
export function countIn({ rows }: Expected, state: RowState): number {
  return rows.filter((row) => rowState(row) === state).length;
}

/** A fraction in percent. Without decimals: as many as it has. */
export function percent(share: number | null, decimals?: number): string {
  if (share === null) {
    return '–';
  }
  return `${decimals === undefined ? parseFloat((share * 100).toFixed(6)) : (share * 100).toFixed(decimals)}%`;
}

/** A count in a column of counts: whole, "302,105"; from a million on in one of them, to three digits, "3.02 Mil". */
export function count(events: number | null, among: ReadonlyArray<number | null> = [events]): string {
  if (events === null) {
    return '–';
  }
  if (among.every((other) => (other ?? 0) < 999_999.5)) {
    return Math.round(events).toLocaleString('en-US');
  }
  const power = Math.max(0, Math.floor(Math.log10(events) / 3));
  const scaled = events / 1000 ** power;
  return `${Number.isInteger(scaled) ? scaled : scaled.toPrecision(3)}${['', ' K', ' Mil', ' Bil', ' Tri'][power]}`;
}

/** SLI with the decimals that a table of these rows has. */
export function sliOf(row: PendingRow, among: readonly PendingRow[]): string {
  return percent(statusFigures(row).sli, sliDecimals(among.map(({ objective }) => objective.target)));
}

/** "2026-11-20 12:34", in UTC. */
export function instant(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
