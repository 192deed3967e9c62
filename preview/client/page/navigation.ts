import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

/** Changes the address without loading a page; `replace` leaves no entry for the back button. */
export function navigate(url: string, mode: 'push' | 'replace' = 'push'): void {
  if (mode === 'push') {
    window.history.pushState(null, '', url);
  } else {
    window.history.replaceState(null, '', url);
  }
  listeners.forEach((listener) => listener());
}

/** The address of the page, however it is changed. */
export function useHref(): string {
  return useSyncExternalStore(subscribe, () => window.location.href);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

/**
 * Follows links to dashboards without loading the page again, also those that Grafana's components draw, and keeps the address of this page from
 * other sites. Clicks that ask for another tab, window or download stay the browser's. Returns what undoes it.
 */
export function followLinks(root: Document): () => void {
  root.addEventListener('click', followLink);
  root.addEventListener('click', keepReferrer, { capture: true });
  root.addEventListener('auxclick', keepReferrer, { capture: true });
  return () => {
    root.removeEventListener('click', followLink);
    root.removeEventListener('click', keepReferrer, { capture: true });
    root.removeEventListener('auxclick', keepReferrer, { capture: true });
  };
}

function followLink(event: MouseEvent): void {
  const link = linkOf(event);
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  if (!link || modified || event.defaultPrevented || link.hasAttribute('download')) {
    return;
  }
  if ((link.target !== '' && link.target !== '_self') || !isDashboard(link)) {
    return;
  }
  event.preventDefault();
  const elsewhere = link.pathname !== window.location.pathname;
  navigate(`${link.pathname}${link.search}`);
  if (elsewhere) {
    window.scrollTo({ top: 0 });
  }
}

function keepReferrer(event: MouseEvent): void {
  const link = linkOf(event);
  if (link && link.origin !== window.location.origin) {
    link.rel = 'noreferrer noopener';
  }
}

function linkOf({ target }: MouseEvent): HTMLAnchorElement | undefined {
  const link = target instanceof Element ? target.closest('a[href]') : null;
  return link instanceof HTMLAnchorElement ? link : undefined;
}

function isDashboard({ origin, pathname }: HTMLAnchorElement): boolean {
  return origin === window.location.origin && (pathname === '/' || pathname.startsWith('/d/'));
}
