import type { OpenStatements } from '../sources/trino/client/statement';
import { grafanaConfig } from './grafanaConfig';

/**
 * Cancels the open statements of Trino when the page goes away, which leaves no time for anything of Grafana's own: requests that
 * outlive the page, with the headers that Grafana adds. A page that the browser keeps for its back button may come back to them,
 * so those go on; Trino gives them up by itself.
 *
 * @param urlOf URL of the data proxy for a path of Trino, without the sub-path that Grafana is served under.
 */
export function cancelOnLeaving(open: OpenStatements, urlOf: (path: string) => string): void {
  // The data source runs in Node as well.
  if (typeof window === 'undefined') {
    return;
  }
  window.addEventListener('pagehide', ({ persisted }) => {
    if (persisted) {
      return;
    }
    for (const path of open.values()) {
      const url = `${grafanaConfig()?.appSubUrl ?? ''}${urlOf(path)}`;
      fetch(url, { method: 'DELETE', keepalive: true, headers: headers() }).catch(() => undefined);
    }
    open.clear();
  });
}

/** Who is signed in to several organisations says by this header in which one the data source is. */
function headers(): Record<string, string> {
  const orgId = grafanaConfig()?.bootData?.user.orgId;
  return orgId ? { 'X-Grafana-Org-Id': String(orgId) } : {};
}
