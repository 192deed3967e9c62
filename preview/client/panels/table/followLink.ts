import type { KeyboardEvent } from 'react';

/** Grafana's table moves the focus from cell to cell and past the links in them; Enter follows the link of a cell. */
export function followLink({ key, target }: KeyboardEvent): void {
  if (key === 'Enter' && target instanceof HTMLElement && target.matches('[role="gridcell"]')) {
    target.querySelector('a')?.click();
  }
}
