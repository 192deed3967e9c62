import type { HttpPort } from '../transport/port';
import type { UpstreamHealth } from './upstreamChecks';

/**
 * Dagster's line of the health check: version and assets, or what is wrong. An instance that allows changes is a warning on
 * the same line: figures can be had, but everyone who may view a dashboard can launch runs.
 */
export async function checkDagsterUpstream(port: HttpPort, signal: AbortSignal): Promise<UpstreamHealth> {
  const [{ checkDagster }, { GraphqlApi }] = await Promise.all([
    import('../sources/dagster/client/checkDagster'),
    import('../sources/dagster/client/graphqlApi'),
  ]);
  const { version, readOnly, assetCount, findings } = await checkDagster(new GraphqlApi(port), signal);
  const isFailing = findings.some(({ severity }) => severity === 'error');
  const said = findings.map(({ severity, found, remedy }) =>
    severity === 'error' ? `${found}. ${remedy}.` : `Warning: ${found}. ${remedy}.`
  );
  const about = version === undefined ? '' : `${version}, ${assetCount} assets${readOnly ? ', read-only' : ''}. `;
  return { upstream: 'dagster', ok: !isFailing, text: `Dagster: ${about}${said.join(' ')}`.trim() };
}
