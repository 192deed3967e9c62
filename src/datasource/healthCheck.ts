import type { TestDataSourceResponse } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import type { Catalogue } from '../catalogue/parseCatalogue';
import { checkCatalogue, type CatalogueCheck } from '../evaluation/checkCatalogue';
import { checkDagsterUpstream } from '../evaluation/checkDagsterUpstream';
import { checkTrinoUpstream } from '../evaluation/checkTrinoUpstream';
import type { Sources } from '../evaluation/evaluateObjective';
import { localEvaluation } from '../evaluation/evaluations';
import { CREDENTIALS_IN_WORDS, checkUpstream, type UpstreamHealth } from '../evaluation/upstreamChecks';
import { createPrometheusPort, createUpstreamPort, type Connection } from './createSources';
import { wantsDemo, type ErrorBudgetSettings } from './settings';
import { UPSTREAMS, type Upstream } from '../transport/port';

/**
 * "Save & test": the catalogue, each configured upstream and each objective on a line of its own, with what is wrong and how
 * to fix it. An error if the catalogue has one, or an upstream or an objective that could be measured does not answer.
 */
export async function checkHealth(
  catalogue: Catalogue,
  connection: Connection,
  sources: Sources,
  nowMs: number,
  signal: AbortSignal
): Promise<TestDataSourceResponse> {
  const { settings } = connection;
  const check = await checkCatalogue(
    catalogue,
    checkUpstreams(connection, catalogue.objectives, nowMs, signal),
    localEvaluation({ sources, catalogue }),
    nowMs,
    signal
  );
  return inGrafana(check, wantsDemo(settings) ? 'Demo data: no upstream is queried. ' : '');
}

/** The check as Grafana shows it. */
export function inGrafana(
  { isHealthy, verdict, catalogueLines, upstreamLines, objectiveLines }: CatalogueCheck,
  before: string
): TestDataSourceResponse {
  const wrong = [...catalogueLines.slice(0, 1), ...upstreamLines.filter((line) => !line.startsWith('✓'))];
  return {
    status: isHealthy ? 'success' : 'error',
    message: `${before}${verdict}.`,
    details: {
      // Grafana runs the lines of this text together, and keeps those of the next.
      message: (wrong.length > 0 ? wrong : upstreamLines).join(' '),
      verboseMessage: [...catalogueLines, ...upstreamLines, ...objectiveLines].join('\n'),
    },
  };
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

function asWhom(settings: ErrorBudgetSettings, upstream: Upstream): string {
  // Provisioning writes an empty mode where its variable is not set.
  const mode = settings[`${upstream}Auth`] || 'none';
  return CREDENTIALS_IN_WORDS[mode];
}
