import type { Page } from '@playwright/test';

/**
 * Every number, duration and instant in a cell of a table that its cell does not show whole, and how many were measured. Tables are
 * scrolled sideways, because columns out of sight do not exist.
 */
export function numbersThatAreCut(page: Page): Promise<{ cut: string[]; measured: number }> {
  return page.evaluate(async () => {
    const TOLERANCE_PX = 0.5;
    const FIGURE = /^(<\s*)?[-–]?\d/;
    const cut = new Set<string>();
    const measured = new Set<string>();
    const grids = [...document.querySelectorAll<HTMLElement>('[data-panel-id] [role="grid"]')];
    let left = 0;
    // All of them at once: each takes a moment to draw what comes into sight.
    for (let unread = grids; unread.length > 0; unread = unread.filter((grid) => !isAtItsEnd(grid))) {
      unread.forEach((grid) => (grid.scrollLeft = left));
      await new Promise((drawn) => setTimeout(drawn, 60));
      unread.forEach(readCells);
      left += Math.max(50, Math.min(...unread.map((grid) => grid.clientWidth)) / 2);
    }
    grids.forEach((grid) => (grid.scrollLeft = 0));
    return { cut: [...cut], measured: measured.size };

    function isAtItsEnd(grid: HTMLElement): boolean {
      return grid.scrollLeft + grid.clientWidth >= grid.scrollWidth - 1;
    }

    function readCells(grid: HTMLElement): void {
      const panel = grid.closest('[data-panel-id]')?.getAttribute('data-panel-id');
      for (const cell of grid.querySelectorAll<HTMLElement>('[role="gridcell"]')) {
        const text = cell.innerText.trim();
        // Texts that begin with a number wrap.
        if (!FIGURE.test(text) || getComputedStyle(cell).whiteSpace.includes('pre-line')) {
          continue;
        }
        const where = `panel ${panel}, row ${cell.parentElement?.getAttribute('aria-rowindex')}, column ${cell.getAttribute('aria-colindex')}`;
        measured.add(where);
        if (!shows(cell)) {
          cut.add(`${where}: “${text}”`);
        }
      }
    }

    function shows(cell: Element): boolean {
      const range = document.createRange();
      range.selectNodeContents(cell);
      const [words, box] = [range.getBoundingClientRect(), cell.getBoundingClientRect()];
      return (
        words.left >= box.left - TOLERANCE_PX &&
        words.right <= box.right + TOLERANCE_PX &&
        [cell, ...cell.querySelectorAll('*')].every(
          (part) => part.scrollWidth <= part.clientWidth + 1 || part.clientWidth === 0
        )
      );
    }
  });
}
