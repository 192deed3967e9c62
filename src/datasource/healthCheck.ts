import type { TestDataSourceResponse } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import type { Catalogue } from '../catalogue/parseCatalogue';
import { evaluateCatalogue } from '../evaluation/evaluateCatalogue';
import type { Sources } from '../evaluation/evaluateObjective';
import { trialNotices } from '../evaluation/plausibility';
import { checkDagsterUpstream } from './checkDagsterUpstream';
import { checkTrinoUpstream } from './checkTrinoUpstream';
import { createPrometheusPort, createUpstreamPort, type Connection } from './createSources';
import { UPSTREAMS, wantsDemo, type AuthMode, type ErrorBudgetSettings, type UpstreamName } from './settings';
import { checkUpstream, type UpstreamHealth } from './upstreamChecks';
import type { ObjectiveRow } from '../evaluation/results';

/**
 * "Save & test": the catalogue, each configured upstream and each objective on a line of its own, with what is wrong and how
 * to mend it. An error if the catalogue has one, or an upstream or an objective that could be measured does not answer.
 */
export async function checkHealth(
  catalogue: Catalogue,
  connection: Connection,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<TestDataSourceResponse> {
  const { settings } = connection;
  const problems = catalogue.problems.filter(({ severity }) => severity === 'error');
  const [upstreams, rows] = await Promise.all([
    checkUpstreams(connection, catalogue.objectives, nowMs, signal),
    evaluateCatalogue(catalogue.objectives, sources, { atMs: nowMs, nowMs }, signal),
  ]);
  const failed = rows.filter((row) => row.kind === 'failed' && row.error.kind !== 'unavailable');
  const unavailable = rows.filter((row) => row.kind === 'failed' && row.error.kind === 'unavailable');
  const measurable = rows.length - failed.length - unavailable.length;
  const isHealthy = problems.length === 0 && failed.length === 0 && measurable > 0 && upstreams.every(({ ok }) => ok);
  const verdict = `${measurable} of ${rows.length} objectives are measurable`;
  const catalogueLines = problems.map(({ message }) => `✕ Catalogue: ${message}`);
  const upstreamLines = upstreams.map(({ ok, text }) => `${ok ? '✓' : '✕'} ${text}`);
  const wrong = [...catalogueLines.slice(0, 1), ...upstreamLines.filter((line) => line.startsWith('✕'))];
  return {
    status: isHealthy ? 'success' : 'error',
    message: wantsDemo(settings) ? `Demo data: no upstream is asked. ${verdict}.` : `${verdict}.`,
    details: {
      // Grafana runs the lines of this text together, and keeps those of the next.
      message: (wrong.length > 0 ? wrong : upstreamLines).join(' '),
      verboseMessage: [...catalogueLines, ...upstreamLines, ...rows.flatMap(objectiveLines)].join('\n'),
    },
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

function checkUpstreams(
  connection: Connection,
  objectives: Objective[],
  nowMs: number,
  signal: AbortSignal
): Promise<UpstreamHealth[]> {
  const { settings } = connection;
  if (wantsDemo(settings)) {
    return Promise.resolve([]);
  }
  const reused = settings.prometheusDataSourceUid;
  const configured = UPSTREAMS.filter(
    (upstream) => settings[`${upstream}Url`] || (upstream === 'prometheus' && reused)
  );
  return Promise.all(
    configured.map((upstream) => {
      switch (upstream) {
        case 'prometheus':
          return checkUpstream(
            upstream,
            createPrometheusPort(connection),
            reused ? VIA_GRAFANA : asWhom(settings, upstream),
            signal
          );
        case 'dagster':
          return checkDagsterUpstream(createUpstreamPort(connection), signal);
        case 'trino':
          return checkTrinoUpstream(createUpstreamPort(connection), objectives, nowMs, signal);
      }
    })
  );
}

const VIA_GRAFANA = 'through the chosen Grafana data source';

const CREDENTIALS: Record<AuthMode, string> = {
  none: 'without credentials',
  basic: 'with user and password',
  bearer: 'with a bearer token',
  dagsterCloud: 'with a Dagster+ token',
};

function asWhom(settings: ErrorBudgetSettings, upstream: UpstreamName): string {
  // Provisioning writes an empty mode where its variable is not set.
  const mode = settings[`${upstream}Auth`] || 'none';
  return CREDENTIALS[mode];
}
