import { fitted, moved, zoomed } from './viewport';

const screen = { width: 800, height: 400 };

describe('the viewport of a drawing', () => {
  it('shows all of a large drawing, in the middle', () => {
    expect(fitted({ width: 800, height: 800 }, screen)).toEqual({ scale: 0.5, x: -400, y: 0 });
  });

  it('does not blow a small drawing up', () => {
    expect(fitted({ width: 80, height: 40 }, screen).scale).toBeLessThan(1.2);
  });

  it('keeps what lies under the pointer where it is', () => {
    const before = { x: 10, y: 20, scale: 1 };
    const after = zoomed(before, 2, { x: 100, y: 50 });
    const under = ({ x, y, scale }: typeof before) => [x + 100 / scale, y + 50 / scale];
    expect(after.scale).toBe(2);
    expect(under(after)).toEqual(under(before));
  });

  it('has limits to its scale', () => {
    expect(zoomed({ x: 0, y: 0, scale: 1 }, 1000, { x: 0, y: 0 }).scale).toBe(2.5);
    expect(zoomed({ x: 0, y: 0, scale: 1 }, 0.0001, { x: 0, y: 0 }).scale).toBe(0.1);
  });

  it('moves with the pointer, whatever the scale', () => {
    expect(moved({ x: 0, y: 0, scale: 2 }, 10, -20)).toEqual({ scale: 2, x: -5, y: 10 });
  });
});
