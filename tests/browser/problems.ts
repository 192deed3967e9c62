import type { Page } from '@playwright/test';

const ICONS = '/public/build/img/icons/';

/** Gathers whatever goes wrong on a page unseen: errors, warnings, requests that fail. */
export function gatherProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      problems.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure() ?? {};
    // Grafana 13 gives up the request of an icon that has left the page before its picture came.
    if (!(errorText === 'net::ERR_ABORTED' && request.url().includes(ICONS))) {
      problems.push(`request failed: ${request.url()} (${errorText})`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) {
      problems.push(`${response.status()}: ${response.url()}`);
    }
  });
  return problems;
}
