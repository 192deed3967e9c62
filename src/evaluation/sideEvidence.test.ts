import { HOUR_MS } from '../budget/durations';
import type { Measure, PrometheusSpec } from '../catalogue/objective';
import type { Evidence, EvidenceRequest, Source } from '../sources/contract';
import { objectiveOf } from './objective.testing';
import { readSideEvidence } from './sideEvidence';
import { createSource } from '../sources/createSource';

const START = Date.UTC(2026, 10, 20, 13);
const never = new AbortController().signal;

const spec = (query: string): PrometheusSpec => ({ query, counterSelectors: [] });
const GOOD: Measure<PrometheusSpec> = { shape: 'goodTotal', good: spec('x{code!~"5.."}'), total: spec('x') };
const BAD: Measure<PrometheusSpec> = { shape: 'badTotal', bad: spec('errorz'), total: spec('x') };

const UNKNOWN = { kind: 'unknown' as const, text: 'the server has no metric errorz' };
const ABSENT = { kind: 'absent' as const, text: 'no series of x has code=~"5.."' };

interface Situation {
  measure?: Measure<PrometheusSpec>;
  good?: number;
  total?: number;
  /** Hours after the start of the window; null: never. */
  seen?: { part: number | null; total: number | null };
  evidence?: Partial<Evidence>;
  emptyBad?: 'expected';
}

async function evidenceFor({
  measure = BAD,
  good = 100,
  total = 100,
  seen = { part: null, total: 48 },
  evidence = {},
  emptyBad,
}: Situation) {
  const asked: Array<Pick<EvidenceRequest, 'side' | 'why'>> = [];
  const source: Source = createSource('Prometheus', {
    counts: () => Promise.reject(new Error('not read here')),
    async evidence({ side, why }) {
      asked.push({ side, why });
      return { asked: true, reasons: [], substitutes: false, ...evidence };
    },
  });
  const { policy } = objectiveOf();
  const objective = objectiveOf({
    indicator: { source: 'Prometheus', measure },
    policy: { ...policy, ...(emptyBad === undefined ? {} : { emptyBad }) },
  });
  const at = (hours: number | null) => (hours === null ? null : START + hours * HOUR_MS);
  const counted = { good, bad: total - good, total, countedFromMs: START, asOfMs: START + 48 * HOUR_MS };
  const lastSeen = { partMs: at(seen.part), totalMs: at(seen.total) };
  return { ...(await readSideEvidence(objective, source, { ...counted, lastSeen }, never)), asked };
}

const NOTHING = { notices: [], asked: [] };

describe('a side that matched nothing in the whole window', () => {
  it('makes the row provisional where it is bad and its name is unknown, with what to do', async () => {
    const { provisional, notices, asked } = await evidenceFor({ evidence: { reasons: [UNKNOWN] } });
    expect(provisional).toBe('bad matched no series in the window: the server has no metric errorz');
    expect(notices).toEqual([
      {
        severity: 'warning',
        text:
          'bad matched no series at all in the window (not seen since 2026-11-20 13:00 UTC) and counts as 0: ' +
          'the server has no metric errorz. If it first appears with the first error, accept that with the annotation ' +
          'error-budget/empty-bad: expected',
      },
    ]);
    expect(asked).toEqual([{ side: 'bad', why: 'matches' }]);
  });

  it('is accepted by the annotation', async () => {
    const { provisional, notices } = await evidenceFor({ evidence: { reasons: [UNKNOWN] }, emptyBad: 'expected' });
    expect(provisional).toBeUndefined();
    expect(notices.map(({ severity }) => severity)).toEqual(['info']);
  });

  it('is information where a label value has not occurred yet: a healthy service stays plainly met', async () => {
    const { provisional, notices } = await evidenceFor({ evidence: { reasons: [ABSENT] } });
    expect(provisional).toBeUndefined();
    expect(notices).toMatchObject([{ severity: 'info', text: expect.stringContaining('has code=~"5.."') }]);
  });

  it('makes the row provisional where it is good, whatever the reason', async () => {
    for (const reasons of [[UNKNOWN], [ABSENT], []]) {
      const { provisional, notices } = await evidenceFor({ measure: GOOD, good: 0, evidence: { reasons } });
      expect(provisional).toMatch(/^good matched no series in the window/);
      expect(notices).toMatchObject([{ severity: 'warning', text: expect.stringMatching(/no series at all/) }]);
    }
  });

  it('is what the counts say and no more where the server does not answer such questions', async () => {
    const refused = { asked: false, reasons: [] };
    const bad = await evidenceFor({ evidence: refused });
    expect(bad.provisional).toBeUndefined();
    expect(bad.notices).toMatchObject([{ severity: 'info', text: expect.stringContaining('does not say') }]);
    const good = await evidenceFor({ measure: GOOD, good: 0, evidence: refused });
    expect(good.provisional).toMatch(/^good matched no series/);
    const substituted = await evidenceFor({ evidence: { ...refused, substitutes: true } });
    expect(substituted.notices).toEqual([]);
  });

  it('names when it was last seen, where that is known', async () => {
    const { notices } = await evidenceFor({ seen: { part: -3, total: 48 }, evidence: { reasons: [UNKNOWN] } });
    expect(notices[0].text).toContain('not seen since 2026-11-20 10:00 UTC');
  });

  it('explains why there is no data where it is the total, and then no other', async () => {
    const { provisional, notices, asked } = await evidenceFor({
      good: 0,
      total: 0,
      seen: { part: null, total: null },
      evidence: { reasons: [UNKNOWN] },
    });
    expect(provisional).toBeUndefined();
    expect(notices).toMatchObject([{ severity: 'warning', text: expect.stringMatching(/^total matched no series/) }]);
    expect(asked).toEqual([{ side: 'total', why: 'matches' }]);
  });
});

describe('a good side that never differed from total', () => {
  const seen = { part: 48, total: 48 };

  it('makes the row provisional where what it excludes is unknown', async () => {
    const { provisional, notices, asked } = await evidenceFor({
      measure: GOOD,
      seen,
      evidence: { reasons: [UNKNOWN] },
    });
    expect(provisional).toBe('good never differed from total in the window: the server has no metric errorz');
    expect(notices).toMatchObject([{ severity: 'warning' }]);
    expect(asked).toEqual([{ side: 'good', why: 'excludes' }]);
  });

  it('is plainly met where what it excludes has not occurred', async () => {
    expect(await evidenceFor({ measure: GOOD, seen, evidence: { reasons: [ABSENT] } })).toMatchObject({ notices: [] });
  });

  it('is not asked about where its query excludes nothing by name', async () => {
    const plain = { ...GOOD, good: spec('x{code=~"2.."}') };
    expect(await evidenceFor({ measure: plain, seen })).toEqual(NOTHING);
  });
});

describe('nothing is asked', () => {
  it.each<[string, Situation]>([
    ['both sides were seen and differ', { good: 99, seen: { part: 48, total: 48 } }],
    ['nothing happened', { good: 0, total: 0 }],
  ])('where %s', async (_, situation) => {
    expect(await evidenceFor(situation)).toEqual(NOTHING);
  });
});
