import type { Catalogue } from '../catalogue/parseCatalogue';
import { evaluateRows } from './evaluateCatalogue';
import type { Evaluate } from './evaluations';
import { trialNotices } from './plausibility';
import type { ObjectiveRow } from './results';
import type { UpstreamHealth } from './upstreamChecks';

/** What a check of a catalogue and its upstreams found, one line per thing. */
export interface CatalogueCheck {
  /** False if the catalogue has an error, an upstream or an objective that could be measured does not answer, or none can be. */
  isHealthy: boolean;
  /** False if an objective cannot be measured, for whatever reason. */
  allMeasurable: boolean;
  /** Such as `13 of 19 objectives are measurable`. */
  verdict: string;
  catalogueLines: string[];
  upstreamLines: string[];
  /** Each objective and, indented below it, what its row says besides. */
  objectiveLines: string[];
}

/** Evaluates every objective now, beside the checks of the upstreams; `onRow` hears of each. Rejects only when aborted. */
export async function checkCatalogue(
  catalogue: Catalogue,
  checks: Promise<UpstreamHealth[]>,
  evaluate: Evaluate,
  nowMs: number,
  signal: AbortSignal,
  onRow?: (row: ObjectiveRow) => void
): Promise<CatalogueCheck> {
  const problems = catalogue.problems.filter(({ severity }) => severity === 'error');
  const [upstreams, rows] = await Promise.all([
    checks,
    evaluateRows(catalogue.objectives, evaluate, { atMs: nowMs, nowMs }, signal, onRow),
  ]);
  const failed = rows.filter((row) => row.kind === 'failed' && row.error.kind !== 'notConfigured');
  const notConfigured = rows.filter((row) => row.kind === 'failed' && row.error.kind === 'notConfigured');
  const measurable = rows.length - failed.length - notConfigured.length;
  return {
    isHealthy: problems.length === 0 && failed.length === 0 && measurable > 0 && upstreams.every(({ ok }) => ok),
    allMeasurable: measurable === rows.length,
    verdict: `${measurable} of ${rows.length} objectives are measurable`,
    catalogueLines: problems.map(({ message }) => `✕ Catalogue: ${message}`),
    upstreamLines: upstreams.map(({ ok, text }) => `${ok ? '✓' : '✕'} ${text}`),
    objectiveLines: rows.flatMap(objectiveLines),
  };
}

/** The verdict on an objective and, below it, what its row says besides. */
function objectiveLines(row: ObjectiveRow): string[] {
  const notices = row.kind === 'failed' ? [] : [...row.notices, ...trialNotices(row)];
  return [
    objectiveLine(row),
    ...notices.map(({ severity, text }) => `  ${severity === 'warning' ? '⚠' : 'ℹ'} ${text}`),
  ];
}

function objectiveLine(row: ObjectiveRow): string {
  const { displayName, id } = row.objective;
  switch (row.kind) {
    case 'failed':
      return `✕ ${row.error.message}`;
    case 'items':
      return `✓ ${displayName} (${id}): ${row.judged.status.why}`;
    case 'events':
      return `${row.evaluation.sli.value === null ? '○' : '✓'} ${displayName} (${id}): ${row.evaluation.status.why}`;
  }
}
