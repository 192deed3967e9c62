import type { ErrorBudgetSettings } from './settings';

/**
 * The address at which people open an upstream, for links: the one of the settings, else the one that Grafana asks, which may be
 * reachable for Grafana only. Undefined for what is no address of http or https: such a text must never become a link.
 */
export function pageUrl(settings: ErrorBudgetSettings, upstream: 'dagster' | 'trino'): string | undefined {
  const asked = settings[`${upstream}PageUrl`]?.trim() || settings[`${upstream}Url`]?.trim();
  return asked !== undefined && isWebAddress(asked) ? asked : undefined;
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
