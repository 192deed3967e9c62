// jsdom lays nothing out, and Grafana's comboboxes show only what has room. Import it before they load, for they look then.

const WIDTH = 1000;
const HEIGHT = 600;
const ROOM = { x: 0, y: 0, top: 0, left: 0, right: WIDTH, bottom: HEIGHT, width: WIDTH, height: HEIGHT };

class Observer {
  constructor(private readonly callback: (entries: Array<{ contentRect: typeof ROOM }>) => void) {}
  observe(element: Element) {
    this.callback([{ contentRect: element.querySelector('input') ? ROOM : { ...ROOM, width: 0 } }]);
  }
  unobserve() {}
  disconnect() {}
}

class SilentObserver extends Observer {
  override observe() {}
}

Object.defineProperties(window, {
  ResizeObserver: { value: Observer },
  IntersectionObserver: { value: SilentObserver },
});
Object.defineProperties(Element.prototype, {
  clientWidth: { value: WIDTH },
  clientHeight: { value: HEIGHT },
  getBoundingClientRect: { value: () => ROOM },
});
Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
  value: () => ({ measureText: (text: string) => ({ width: text.length }) }),
});

// Where a menu would be placed: looking for that asks for the styles of every element around it, most of the time of a test.
jest.mock('@floating-ui/dom', () => ({
  ...jest.requireActual<object>('@floating-ui/dom'),
  computePosition: async () => ({ x: 0, y: 0, placement: 'bottom', strategy: 'absolute', middlewareData: {} }),
  autoUpdate: (_reference: Element, _menu: Element, update: () => void) => {
    update();
    return () => undefined;
  },
}));

export {};
