/** Of the packages that the page is built of; webpack knows it. */
declare const GRAFANA_VERSION: string;

/**
 * What Grafana's server writes into its page and Grafana's libraries read while they load, so this file must be imported
 * before any of them.
 */
const bootData = {
  assets: { dark: '', light: '' },
  user: { theme: 'dark', locale: 'en-US', timezone: 'browser', weekStart: 'monday' },
  settings: { featureToggles: {}, buildInfo: { version: GRAFANA_VERSION, commit: '', env: 'production' } },
  navTree: [],
};

// Tests measure from here to `error-budget:painted`.
performance.mark('error-budget:bundle-loaded');

Object.assign(window, { grafanaBootData: bootData, __grafana_public_path__: '/public/' });

export {};
