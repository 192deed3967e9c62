import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSoundCatalogue } from './catalogueFile';

const SOUND = `
apiVersion: openslo/v1
kind: Service
metadata: { name: shop }
spec: {}
---
apiVersion: openslo/v1
kind: SLO
metadata: { name: checkout }
spec:
  service: shop
  indicator: { metadata: { name: checkout }, spec: { ratioMetric: { counter: true,
    good: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(good_total[{{.window}}]))' } } },
    total: { metricSource: { type: Prometheus, spec: { query: 'sum(increase(all_total[{{.window}}]))' } } } } } }
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 30d, isRolling: true }]
  objectives: [{ target: 0.99 }]
`;

describe('the catalogue of a file', () => {
  let folder: string;
  let file: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
    file = join(folder, 'objectives.yaml');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  function read(text: string) {
    writeFileSync(file, text);
    const reported: string[] = [];
    const { objectives } = loadSoundCatalogue(file, (line) => reported.push(line));
    return { ids: objectives.map(({ id }) => id), reported };
  }

  it('is read without a word where it is sound', () => {
    expect(read(SOUND)).toEqual({ ids: ['checkout'], reported: [] });
  });

  it('is read with a warning where something in it is ignored', () => {
    const { ids, reported } = read(SOUND.replace('service: shop', 'service: shop\n  colour: red'));
    expect(ids).toEqual(['checkout']);
    expect(reported).toEqual([expect.stringMatching(/objectives\.yaml:12:\d+: warning: .*colour/)]);
  });

  it('reports each warning in a call of its own, with nothing beside it', () => {
    writeFileSync(file, SOUND.replace('service: shop', 'service: shop\n  colour: red\n  shape: round'));
    const calls: unknown[][] = [];
    loadSoundCatalogue(file, (...args) => calls.push(args));
    expect(calls).toEqual([[expect.stringContaining('colour')], [expect.stringContaining('shape')]]);
  });

  it('is refused where an objective in it does not hold, by its place', () => {
    expect(() => read(SOUND.replace('target: 0.99', 'target: 99'))).toThrow(/objectives\.yaml:17:26: error: .*99/);
  });

  it('is refused where it cannot be read', () => {
    expect(() => loadSoundCatalogue(join(folder, 'none.yaml'), () => undefined)).toThrow(
      /^--catalogue: cannot read .*none\.yaml/
    );
  });

  it('is refused where it holds no objective, which would leave nothing of what was generated before', () => {
    expect(() => read(SOUND.slice(0, SOUND.indexOf('---')))).toThrow(/objectives\.yaml holds no objective/);
  });
});
