import type { Page } from '@playwright/test';

/**
 * Every text that does not fit where it is, every table that hides rows, and whatever must be scrolled sideways to be
 * read. A text may be shortened only where an ellipsis says so and a tooltip holds the rest; a number never. What a reader can
 * scroll to is not lost.
 */
export function textsThatDoNotFit(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const TOLERANCE_PX = 1.5;
    const pen = document.createElement('canvas').getContext('2d');
    const found: string[] = [];
    for (const panel of document.querySelectorAll('[data-panel-id]')) {
      const content = panel.querySelector('[data-testid="data-testid panel content"]');
      if (content) {
        found.push(...findingsOf(content).map((finding) => `panel ${panel.getAttribute('data-panel-id')}: ${finding}`));
      }
    }
    if (document.documentElement.scrollWidth > window.innerWidth) {
      found.push(`the page is ${document.documentElement.scrollWidth} px wide, the window ${window.innerWidth} px`);
    }
    return found;

    function findingsOf(content: Element): string[] {
      const findings: string[] = [];
      const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const finding = judge(texts.currentNode, content);
        if (finding) {
          findings.push(finding);
        }
      }
      for (const element of content.querySelectorAll('*')) {
        if (scrolls(element, 'x') && element.scrollWidth > element.clientWidth + TOLERANCE_PX) {
          findings.push(`scrolls sideways, ${element.scrollWidth} px in ${element.clientWidth} px`);
        }
        const isTable = element.getAttribute('role') === 'grid';
        if (isTable && element.scrollHeight > element.clientHeight + TOLERANCE_PX) {
          findings.push(`hides rows, ${element.scrollHeight} px in ${element.clientHeight} px`);
        }
      }
      return findings;
    }

    function judge(node: Node, content: Element): string | undefined {
      const text = node.textContent?.trim() ?? '';
      const parent = node.parentElement;
      if (text === '' || !parent?.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
        return undefined;
      }
      // A text for those who hear the page.
      if (parent.closest('.sr-only')) {
        return undefined;
      }
      const box = boxOf(node, parent);
      const reachable = { x: false, y: false };
      for (const around of ancestors(parent, content)) {
        const { wide, high } = excess(box, around.getBoundingClientRect());
        reachable.x ||= scrolls(around, 'x');
        reachable.y ||= scrolls(around, 'y');
        if (wide && shortenedOnPurpose(around, text)) {
          return undefined;
        }
        if (around === content || cuts(around)) {
          const lost = wide && !reachable.x ? 'sideways' : high && !reachable.y ? 'above or below' : undefined;
          if (lost) {
            return `“${text.slice(0, 60)}” is cut off ${lost}`;
          }
        }
      }
      return undefined;
    }

    /** Of the letters: a line also has room for higher and deeper ones than those of its text. */
    function boxOf(text: Node, parent: Element): DOMRect {
      const range = document.createRange();
      range.selectNodeContents(text);
      const lines = range.getBoundingClientRect();
      if (pen) {
        pen.font = getComputedStyle(parent).font;
      }
      const size = pen?.measureText(text.textContent ?? '');
      const above = size ? size.fontBoundingBoxAscent - size.actualBoundingBoxAscent : 0;
      const below = size ? size.fontBoundingBoxDescent - size.actualBoundingBoxDescent : 0;
      return new DOMRect(lines.x, lines.y + above, lines.width, lines.height - above - below);
    }

    /** From the innermost to `last`. */
    function ancestors(first: Element, last: Element): Element[] {
      const found = [first];
      for (let next = first; next !== last && next.parentElement; next = next.parentElement) {
        found.push(next.parentElement);
      }
      return found;
    }

    function excess(inner: DOMRect, outer: DOMRect): { wide: boolean; high: boolean } {
      return {
        wide: inner.left < outer.left - TOLERANCE_PX || inner.right > outer.right + TOLERANCE_PX,
        high: inner.top < outer.top - TOLERANCE_PX || inner.bottom > outer.bottom + TOLERANCE_PX,
      };
    }

    function cuts(element: Element): boolean {
      const { overflowX, overflowY } = getComputedStyle(element);
      return overflowX !== 'visible' || overflowY !== 'visible';
    }

    function scrolls(element: Element, axis: 'x' | 'y'): boolean {
      const { overflowX, overflowY } = getComputedStyle(element);
      return /auto|scroll/.test(axis === 'x' ? overflowX : overflowY);
    }

    function shortenedOnPurpose(element: Element, text: string): boolean {
      const { textOverflow } = getComputedStyle(element);
      return textOverflow === 'ellipsis' && element.closest('[title]') !== null && !/^[-\d.,]+/.test(text);
    }
  });
}
