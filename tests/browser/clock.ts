import type { Page } from '@playwright/test';

/** Demo data depend on the day, and what is said of them on the minute. */
export const NOW_MS = Date.UTC(2026, 10, 20, 12, 34);

/**
 * Lets every document of the page begin at `nowMs`. Playwright's own clock also replaces `performance`, whose marks are
 * tested here; this one replaces `Date` alone. It stands still, so that pictures and figures are the same in every run,
 * or runs on, for what measures time by it.
 */
export async function setClock(page: Page, how: 'standing' | 'running', nowMs = NOW_MS): Promise<void> {
  await page.addInitScript(
    ([nowMs, runs]) => {
      const aheadMs = Number(nowMs) - Date.now();
      const realNow = Date.now.bind(Date);
      const now = () => (runs ? realNow() + aheadMs : Number(nowMs));
      window.Date = new Proxy(Date, {
        construct: (target, args, newTarget) =>
          Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
        get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
      });
    },
    [nowMs, how === 'running'] as const
  );
}
