import type { TestDataSourceResponse } from '@grafana/data';
import { instantInWords } from '../budget/inWords';
import { checkCatalogue } from '../evaluation/checkCatalogue';
import type { ErrorBudgetServer } from '../evaluation/errorBudgetServer';
import { isUpstreamFailure } from '../sources/upstreamFailure';
import { UPSTREAM_NAMES, UPSTREAMS } from '../transport/port';
import { inGrafana } from './healthCheck';
import type { ErrorBudgetSettings } from './settings';

/**
 * "Save & test" where everything is read through an Error Budget server: the server, what its catalogue holds and how it measures each
 * objective; a warning while other upstreams are configured too.
 */
export async function checkServer(
  server: ErrorBudgetServer,
  settings: ErrorBudgetSettings,
  signal: AbortSignal
): Promise<TestDataSourceResponse> {
  try {
    const { asOfMs, version } = await server.freshState(signal);
    const catalogue = await server.catalogue(signal);
    const check = await checkCatalogue(catalogue, Promise.resolve([]), server.evaluate, asOfMs, signal);
    const found = `✓ Error Budget server ${version}: reachable, figures as of ${instantInWords(asOfMs)}.`;
    return inGrafana({ ...check, upstreamLines: [found, ...stillOpen(settings)] }, 'Through the Error Budget server: ');
  } catch (error) {
    if (!isUpstreamFailure(error)) {
      throw error;
    }
    return { status: 'error', message: error.message, details: { message: stillOpen(settings).join(' ') } };
  }
}

/** The routes of an upstream stay open to viewers while it has a URL. */
function stillOpen(settings: ErrorBudgetSettings): string[] {
  const open = UPSTREAMS.filter((upstream) => settings[`${upstream}Url`]).map((upstream) => UPSTREAM_NAMES[upstream]);
  return open.length === 0
    ? []
    : [
        `⚠ ${open.join(', ')}: not queried, but viewers can still reach ${open.length === 1 ? 'it' : 'them'}. Remove ` +
          `${open.length === 1 ? 'its URL and secret' : 'their URLs and secrets'}.`,
      ];
}
