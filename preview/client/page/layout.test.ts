import { layOut, type SectionShape } from './layout';

const panel = (id: number, x: number, y: number, w: number, h: number) => ({ id, gridPos: { x, y, w, h } });

const SECTIONS: SectionShape[] = [
  { panels: [panel(1, 0, 0, 12, 4), panel(2, 12, 0, 12, 4)] },
  { row: { id: 3 }, panels: [panel(4, 0, 5, 24, 2)] },
  { row: { id: 5 }, panels: [panel(6, 0, 20, 24, 3)] },
];
const OPEN = new Set<number>();

describe('a dashboard of 1192 px', () => {
  it('has 24 columns with gaps of 8 px', () => {
    const { boxes } = layOut(SECTIONS, OPEN, 1192);
    expect(boxes.get(1)).toEqual({ left: 0, top: 0, width: 592, height: 4 * 30 + 3 * 8 });
    expect(boxes.get(2)).toEqual({ left: 600, top: 0, width: 592, height: 144 });
  });

  it('puts a row below what comes before it, and its panels below the row', () => {
    const { boxes, height } = layOut(SECTIONS, OPEN, 1192);
    expect(boxes.get(3)).toEqual({ left: 0, top: 152, width: 1192, height: 30 });
    expect(boxes.get(4)?.top).toBe(190);
    expect(boxes.get(5)?.top).toBe(190 + 68 + 8);
    expect(height).toBe(266 + 38 + 106);
  });

  it('loses the panels of a closed row and pulls up what follows', () => {
    const { boxes, height } = layOut(SECTIONS, new Set([3]), 1192);
    expect(boxes.has(4)).toBe(false);
    expect(boxes.get(5)?.top).toBe(190);
    expect(height).toBe(190 + 38 + 106);
  });

  it('ends at its last row if that is closed', () => {
    expect(layOut(SECTIONS, new Set([3, 5]), 1192).height).toBe(190 + 30);
  });
});

it('A narrow dashboard has one column in reading order, each panel as high as before', () => {
  const { boxes } = layOut(SECTIONS, OPEN, 600);
  expect(boxes.get(1)).toEqual({ left: 0, top: 0, width: 600, height: 144 });
  expect(boxes.get(2)).toEqual({ left: 0, top: 152, width: 600, height: 144 });
  expect(boxes.get(3)?.top).toBe(304);
});

it('A dashboard without panels has no height', () => {
  expect(layOut([], OPEN, 1192).height).toBe(0);
});
