import { UpstreamFailure } from '../../upstreamFailure';

export const STATEMENT_PATH = '/v1/statement';

/**
 * Path and query of a `nextUri` below the upstream's base. Its origin is dropped: behind Grafana's proxy Trino names the
 * host that the proxy knows, or none that exists at all, and credentials follow no foreign address.
 *
 * @throws UpstreamFailure for an address that is not of a statement; the address itself is a capability and never shown
 */
export function statementPath(nextUri: string): string {
  const { pathname, search } = URL.canParse(nextUri) ? new URL(nextUri) : { pathname: '', search: '' };
  // The last one: a path prefix of a gateway may hold anything.
  const start = pathname.lastIndexOf(`${STATEMENT_PATH}/`);
  if (start < 0) {
    throw new UpstreamFailure(
      'notTheUpstream',
      `the answer says to go on at an address without ${STATEMENT_PATH}/`,
      'Check that the Trino URL points at Trino, and whether a gateway in between rewrites its answers'
    );
  }
  return pathname.slice(start) + search;
}
