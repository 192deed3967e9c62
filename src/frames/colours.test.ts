import { LINEAGE_COLOURS, STATE_COLOURS } from './colours';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const SIGHT: Record<string, Matrix> = {
  'normal sight': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
/** Panel backgrounds of Grafana's dark and light themes. */
const BACKGROUNDS = { dark: '#181B1F', light: '#FFFFFF' };

const { met, atRisk, breached, noData, failed } = STATE_COLOURS;
const distinct = { met, atRisk, breached, noData, failed, unstable: LINEAGE_COLOURS.unstable };

function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function seen([r, g, b]: Rgb, matrix: Matrix): Rgb {
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const row = ([x, y, z]: Rgb) => clamp(x * r + y * g + z * b);
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

/** CIE L*a*b*, D65. */
function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE 1976 difference; 2.3 is just noticeable. */
function difference(a: string, b: string, matrix: Matrix): number {
  const [one, other] = [a, b].map((hex) => lab(seen(linear(hex), matrix)));
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours of a lineage', () => {
  it('are distinct, and part of the one colour language', () => {
    const colours = Object.values(LINEAGE_COLOURS);
    expect(new Set(colours).size).toBe(colours.length);
    expect(Object.values(distinct)).toEqual(expect.arrayContaining(colours));
  });
});

describe('the colours of states', () => {
  it.each(Object.entries(SIGHT))('are far apart with %s', (_, matrix) => {
    const names = Object.values(distinct);
    const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b) => difference(a, b, matrix)));
    expect(Math.min(...pairs)).toBeGreaterThan(22);
  });

  it.each(Object.entries(BACKGROUNDS))('stand out from the %s theme', (_, background) => {
    const ratios = Object.values(distinct).map((colour) => contrast(colour, background));
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(3.2);
  });
});
