import { DAY_MS, HOUR_MS } from '../src/budget/durations';
import { EVALUATION_KINDS } from '../src/evaluation/evaluations';
import { ApiError } from './apiError';
import { boundWork, parseBody, parseRequest } from './requests';

const NOW = Date.UTC(2026, 2, 1, 10, 37);
const MOMENT = { atMs: NOW - HOUR_MS, nowMs: NOW };
const RANGE = { fromMs: NOW - 30 * DAY_MS, toMs: NOW, nowMs: NOW };
const SERIES = { ...RANGE, at: 'figures', figures: ['burnRates'], lookbacksMs: [HOUR_MS] };
const ASKED = { id: 'api', hash: 'abc', windowMs: 30 * DAY_MS };
const READ = { kind: 'objective', request: MOMENT, objectives: [ASKED] };

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) {
      expect(error.status).toBe(400);
      return error.message;
    }
    throw error;
  }
  return 'accepted';
}

const refusedBody = (body: unknown) => refusal(() => parseBody(JSON.stringify(body)));

describe('the body of a request for evaluations', () => {
  it('holds reads by kind, and reads by cursor', () => {
    const body = { reads: [READ, { cursor: 'c', request: MOMENT }, { ...READ, objectives: [{ id: 'a', hash: 'b' }] }] };
    expect(parseBody(JSON.stringify(body))).toEqual(body.reads);
  });

  it('holds 50 reads, and 2,000 objectives in one, at most', () => {
    const reads = (count: number) => ({ reads: Array.from({ length: count }, () => READ) });
    const objectives = (count: number) => ({
      reads: [{ ...READ, objectives: Array.from({ length: count }, () => ASKED) }],
    });
    expect(refusedBody(reads(50))).toBe('accepted');
    expect(refusedBody(reads(51))).toBe('reads: too large, too long or too many');
    expect(refusedBody(objectives(2_000))).toBe('accepted');
    expect(refusedBody(objectives(2_001))).toBe('reads.0.objectives: too large, too long or too many');
    expect(refusedBody({ reads: [] })).toBe('reads: too small, or empty');
    expect(refusedBody(objectives(0))).toBe('reads.0.objectives: too small, or empty');
  });

  it.each([
    ['no JSON', '{"reads":', 'The body is no JSON'],
    ['nothing', '', 'The body is no JSON'],
    ['an array', '[]', 'The body: missing or of the wrong type'],
    ['null', 'null', 'The body: missing or of the wrong type'],
    [
      '100,000 arrays in each other',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'The body: missing or of the wrong type',
    ],
    ['no reads', '{}', 'reads: missing or of the wrong type'],
    ['500,000 numbers for reads', `{"reads":[${'0,'.repeat(500_000)}0]}`, 'reads: too large, too long or too many'],
  ])('is refused where it is %s', (_, text, message) => {
    expect(refusal(() => parseBody(text))).toBe(message);
  });

  it.each([
    ['a kind that is unknown', { kind: '__proto__' }, 'reads.0.kind: not what is expected here'],
    [
      'a query',
      { query: 'up' },
      'reads.0: a field that is unknown here; queries are not accepted, only ids of the catalogue',
    ],
    [
      'a query in an objective',
      { objectives: [{ ...ASKED, query: 'up' }] },
      'reads.0.objectives.0: a field that is unknown here; queries are not accepted, only ids of the catalogue',
    ],
    [
      'a window longer than 400 days',
      { objectives: [{ ...ASKED, windowMs: 401 * DAY_MS }] },
      'reads.0.objectives.0.windowMs: too large, too long or too many',
    ],
    [
      'a window of no whole number',
      { objectives: [{ ...ASKED, windowMs: 1.5 }] },
      'reads.0.objectives.0.windowMs: missing or of the wrong type',
    ],
    [
      'an id that is none',
      { objectives: [{ ...ASKED, id: 7 }] },
      'reads.0.objectives.0.id: missing or of the wrong type',
    ],
    ['an empty id', { objectives: [{ ...ASKED, id: '' }] }, 'reads.0.objectives.0.id: too small, or empty'],
    [
      'an id of 501 characters',
      { objectives: [{ ...ASKED, id: 'x'.repeat(501) }] },
      'reads.0.objectives.0.id: too large, too long or too many',
    ],
    [
      '2,000 objectives that are numbers',
      { objectives: Array.from({ length: 2_000 }, () => 7) },
      'reads.0.objectives.0: missing or of the wrong type',
    ],
    ['neither a kind nor a cursor', { kind: undefined }, 'reads.0.kind: not what is expected here'],
    [
      '500,000 objectives that are numbers',
      { objectives: Array.from({ length: 500_000 }, () => 7) },
      'reads.0.objectives: too large, too long or too many',
    ],
  ])('with %s is refused by its place', (_, part, message) => {
    expect(refusedBody({ reads: [{ ...READ, ...part }] })).toBe(message);
  });

  it('is never quoted in a refusal', () => {
    const hidden = 'hunter2';
    const wrong = [
      hidden,
      { reads: [{ ...READ, kind: hidden }] },
      { reads: [{ ...READ, [hidden]: 1 }] },
      { reads: [{ ...READ, objectives: [{ ...ASKED, [hidden]: hidden }] }] },
      { reads: [{ cursor: hidden.repeat(100), request: {} }] },
    ];
    expect(wrong.map(refusedBody).filter((message) => message.includes(hidden))).toEqual([]);
  });
});

describe('what is asked for of each objective', () => {
  const VALID: Record<string, object> = {
    objective: MOMENT,
    series: SERIES,
    alerts: MOMENT,
    breaches: RANGE,
    judgedBreaches: RANGE,
    contributors: MOMENT,
    freshness: { nowMs: NOW },
    partitions: { nowMs: NOW },
    lineage: { ...MOMENT, direction: 'upstream' },
    outcomes: MOMENT,
    state: { nowMs: NOW },
  };

  it.each(EVALUATION_KINDS)('%s takes its own fields and no other', (kind) => {
    expect(parseRequest(kind, VALID[kind], 'request')).toEqual(VALID[kind]);
    expect(refusal(() => parseRequest(kind, { ...VALID[kind], query: 'up' }, 'request'))).toMatch(
      /^request: a field that is unknown/
    );
    expect(refusal(() => parseRequest(kind, { ...VALID[kind], nowMs: '0' }, 'request'))).toBe(
      'request.nowMs: missing or of the wrong type'
    );
    expect(refusal(() => parseRequest(kind, null, 'request'))).toBe('request: missing or of the wrong type');
  });

  it('takes no row for contributors: it never travels', () => {
    expect(refusal(() => parseRequest('contributors', { ...MOMENT, row: {} }, 'request'))).toMatch(
      /^request: a field that is unknown/
    );
  });

  const inOrder = 'request: instants must be in order, not after nowMs and at most 400 days before it';

  it.each([
    ['after "now"', { atMs: NOW + 1, nowMs: NOW }, inOrder],
    ['400 days before it', { atMs: NOW - 400 * DAY_MS, nowMs: NOW }, 'accepted'],
    ['earlier', { atMs: NOW - 400 * DAY_MS - 1, nowMs: NOW }, inOrder],
    ['before 1970', { atMs: -1, nowMs: NOW }, 'request.atMs: too small, or empty'],
    ['no whole number', { atMs: NOW + 0.5, nowMs: NOW }, 'request.atMs: missing or of the wrong type'],
    [
      'after the last date',
      { atMs: NOW, nowMs: 8_640_000_000_000_001 },
      'request.nowMs: too large, too long or too many',
    ],
  ])('is an instant that may be %s: %s', (_, request, outcome) => {
    expect(refusal(() => parseRequest('objective', request, 'request'))).toBe(outcome);
  });

  it.each([
    ['backwards', { fromMs: NOW, toMs: NOW - 1 }, inOrder],
    ['into the future', { toMs: NOW + 1 }, inOrder],
    ['from 401 days before "now"', { fromMs: NOW - 401 * DAY_MS }, inOrder],
    [
      'with more than 20 lookbacks',
      { lookbacksMs: Array.from({ length: 21 }, () => HOUR_MS) },
      'request.lookbacksMs: too large, too long or too many',
    ],
    ['of no figure', { figures: [] }, 'request.figures: too small, or empty'],
    ['of a figure that is none', { figures: ['counts'] }, 'request.figures.0: not what is expected here'],
    ['with a lookback of nothing', { lookbacksMs: [0] }, 'request.lookbacksMs.0: too small, or empty'],
    ['over 1e300 ms', { fromMs: 0, toMs: 1e300, nowMs: 1e300 }, 'request.toMs: too large, too long or too many'],
    ['over all dates', { fromMs: 0, toMs: 8.64e15, nowMs: 8.64e15 }, inOrder],
  ])('is no series %s', (_, part, message) => {
    expect(refusal(() => parseRequest('series', { ...SERIES, ...part }, 'request'))).toBe(message);
  });
});

describe('the reads of one request', () => {
  const read = (objectives: number, days?: number) => ({
    objectives,
    request:
      days === undefined
        ? MOMENT
        : { ...SERIES, at: 'figures' as const, figures: ['burnRates' as const], fromMs: NOW - days * DAY_MS },
  });

  it('ask for 20,000 evaluations together, at most', () => {
    const ten = Array.from({ length: 10 }, () => read(2_000));
    expect(refusal(() => boundWork(ten))).toBe('accepted');
    expect(refusal(() => boundWork([...ten, read(1)]))).toMatch(/more than 20000 evaluations together/);
  });

  it('ask for 2,000,000 instants of series together, at most', () => {
    expect(refusal(() => boundWork([read(500, 90), read(500, 70)]))).toBe('accepted');
    expect(refusal(() => boundWork([read(500, 90), read(500, 90)]))).toMatch(/more than 2000000 instants together/);
  });
});
