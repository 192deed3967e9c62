/** What Grafana's components measure with and jsdom lacks: every letter is 8 px wide, and everything is in view. */
export function standInForBrowser(): void {
  const context = { font: '', measureText: (text: string) => ({ width: 8 * text.length }) };
  Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', { value: () => context, configurable: true });
  Object.defineProperty(window, 'IntersectionObserver', { value: NoObserver, configurable: true });
}

class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
