import { join, resolve } from 'node:path';

/** Where the page comes from and goes to, in absolute paths. */
interface PagePlaces {
  /** The `node_modules` that hold the Grafana and the React of the page. */
  packages: string;
  /** The folder of the built page. */
  page: string;
  /** Keeps what is remembered of the builds apart. */
  name: string;
}

/**
 * A page of our own dependencies, unless GRAFANA_PACKAGES names a `node_modules` with another Grafana and the React that it needs.
 * Either page loads the same plugin.
 */
export function pagePlaces(root: string, { GRAFANA_PACKAGES }: NodeJS.ProcessEnv): PagePlaces {
  const own = join(root, 'node_modules');
  return GRAFANA_PACKAGES === undefined
    ? { packages: own, page: join(root, 'preview', 'dist'), name: 'page' }
    : { packages: resolve(GRAFANA_PACKAGES), page: join(own, '.cache', 'error-budget-page'), name: 'page-of-packages' };
}
