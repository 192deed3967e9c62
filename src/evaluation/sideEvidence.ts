import type { Evaluation } from '../budget/evaluate';
import { instantInWords } from '../budget/inWords';
import type { Measure, Objective, PrometheusSpec } from '../catalogue/objective';
import type { Evidence, EvidenceReason, EvidenceRequest, LastSeen, Notice, Source } from '../sources/contract';

/** What a row says of sides of its indicator that saw nothing. */
export interface SideEvidence {
  /** Why the figures may turn out to be other ones, as a sentence without capital and final stop. */
  provisional?: string;
  notices: Notice[];
}

type Counted = Pick<Evaluation, 'good' | 'bad' | 'total' | 'countedFromMs' | 'asOfMs'> & { lastSeen?: LastSeen };

const NOTHING_TO_SAY: SideEvidence = { notices: [] };

/**
 * Says which side of an indicator matched nothing in its whole window, and why. That it did is known from the counts; only then
 * is the upstream asked what it knows of the names in the query. Provisional is a row whose good events matched nothing while
 * the total has events, or whose bad events matched nothing because the upstream has no such metric, label or bucket limit.
 * Rejects only when aborted.
 */
export async function readSideEvidence(
  objective: Objective,
  source: Source,
  counted: Counted,
  signal: AbortSignal
): Promise<SideEvidence> {
  const { indicator } = objective;
  const { lastSeen, countedFromMs, asOfMs, total } = counted;
  if (!source.kinds.has('evidence') || !lastSeen || indicator.source !== 'Prometheus') {
    return NOTHING_TO_SAY;
  }
  const { measure } = indicator;
  const ask = (side: EvidenceRequest['side'], why: EvidenceRequest['why']) =>
    source.read('evidence', { objective, side, why, fromMs: countedFromMs, toMs: asOfMs }, signal);
  const isUnseen = (lastMs: number | null) => lastMs === null || lastMs <= countedFromMs;
  if (isUnseen(lastSeen.totalMs)) {
    return ofUnseenTotal(measure, await ask('total', 'matches'), sinceInWords(lastSeen.totalMs, countedFromMs));
  }
  const side = partOf(measure);
  if (side === undefined || total <= 0) {
    return NOTHING_TO_SAY;
  }
  // A series of a single sample shows no growth, but what it was born with counts.
  if (isUnseen(lastSeen.partMs) && counted[side] < HALF_AN_EVENT) {
    const evidence = await ask(side, 'matches');
    return ofUnseenPart(objective, side, evidence, sinceInWords(lastSeen.partMs, countedFromMs));
  }
  return isTheTotal(counted[side], total) && mayExclude(measure)
    ? ofPartThatExcludesNothing(objective, side, await ask(side, 'excludes'))
    : NOTHING_TO_SAY;
}

function partOf({ shape }: Measure<PrometheusSpec>): 'good' | 'bad' | undefined {
  switch (shape) {
    case 'goodTotal':
      return 'good';
    case 'badTotal':
      return 'bad';
    case 'raw':
    case 'threshold':
      return undefined;
  }
}

function ofUnseenTotal({ shape }: Measure<PrometheusSpec>, evidence: Evidence | undefined, since: string) {
  const query = { goodTotal: 'total', badTotal: 'total', raw: 'the ratio', threshold: 'the metric' }[shape];
  if (!evidence || (evidence.reasons.length === 0 && evidence.substitutes)) {
    return NOTHING_TO_SAY;
  }
  const text = `${query} matched no series at all in the window (${since})${because(evidence.reasons)}`;
  return { notices: [{ severity: 'warning', text }] } satisfies SideEvidence;
}

function ofUnseenPart(
  { policy }: Objective,
  side: 'good' | 'bad',
  evidence: Evidence | undefined,
  since: string
): SideEvidence {
  const { asked, reasons, substitutes } = evidence ?? { asked: false, reasons: [], substitutes: false };
  if (reasons.length === 0 && (substitutes || (side === 'bad' && asked))) {
    return NOTHING_TO_SAY;
  }
  const found = `${side} matched no series at all in the window (${since}) and counts as 0`;
  const unasked = asked ? '' : '; the server does not say which names it knows';
  const isDoubtful = side === 'good' || (reasons.some(isUnknown) && policy.emptyBad === undefined);
  const accept =
    side === 'bad' && isDoubtful
      ? '. If it first appears with the first error, accept that with the annotation error-budget/empty-bad: expected'
      : '';
  return {
    ...(isDoubtful ? { provisional: `${side} matched no series in the window${because(reasons)}` } : {}),
    notices: [{ severity: isDoubtful ? 'warning' : 'info', text: `${found}${because(reasons)}${unasked}${accept}` }],
  };
}

function ofPartThatExcludesNothing(
  { policy }: Objective,
  side: 'good' | 'bad',
  evidence: Evidence | undefined
): SideEvidence {
  const unknown = (evidence?.reasons ?? []).filter(isUnknown);
  if (unknown.length === 0) {
    return NOTHING_TO_SAY;
  }
  const found = `${side} never differed from total in the window${because(unknown)}`;
  return side === 'good' && policy.emptyBad !== undefined
    ? { notices: [{ severity: 'info', text: found }] }
    : { provisional: found, notices: [{ severity: 'warning', text: `${found}. Correct its query in the catalogue` }] };
}

function isUnknown({ kind }: EvidenceReason): boolean {
  return kind === 'unknown';
}

function because(reasons: readonly EvidenceReason[]): string {
  return reasons.length === 0 ? '' : `: ${reasons.map(({ text }) => text).join('; ')}`;
}

function sinceInWords(lastMs: number | null, windowStartMs: number): string {
  return `not seen since ${instantInWords(lastMs ?? windowStartMs)}`;
}

/** Counts are extrapolated: what is less is no event. */
const HALF_AN_EVENT = 0.5;

function isTheTotal(part: number, total: number): boolean {
  return Math.abs(total - part) < HALF_AN_EVENT;
}

/** True if the query of the part takes something away from a total, so that a misspelt name would take nothing. */
function mayExclude(measure: Measure<PrometheusSpec>): boolean {
  const query =
    measure.shape === 'goodTotal' ? measure.good.query : measure.shape === 'badTotal' ? measure.bad.query : '';
  return /!=|!~|-|\bunless\b/i.test(query);
}
