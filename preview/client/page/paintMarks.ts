const PAINTED = 'error-budget:painted';

/**
 * Shows tests when a dashboard is complete: `data-painted` on the body and a performance mark, once every panel in view has
 * its answer and that was painted.
 */
export function expectPaint(): void {
  document.body.dataset.painted = 'false';
}

/** To be called whenever a panel has drawn another state. */
export function notePanelDrawn(): void {
  if (document.body.dataset.painted !== 'false' || !everyPanelInViewAnswered()) {
    return;
  }
  // The first frame draws what has just been committed, the second one comes after it was painted.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.body.dataset.painted === 'false' && everyPanelInViewAnswered()) {
        document.body.dataset.painted = 'true';
        performance.mark(PAINTED);
      }
    })
  );
}

function everyPanelInViewAnswered(): boolean {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel-id]')].filter(isInView);
  return panels.length > 0 && panels.every((panel) => panel.dataset.panelState !== 'loading');
}

function isInView(panel: HTMLElement): boolean {
  const { top, bottom } = panel.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
