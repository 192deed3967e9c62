import type { Evaluation } from '../budget/evaluate';
import { eventsInWords, percentInWords } from '../budget/inWords';
import type { Indicator, Objective } from '../catalogue/objective';
import type { Notice } from '../sources/contract';
import type { ObjectiveRow } from './results';

/** Below this SLI, an objective with a target above `STRICT_TARGET` most likely counts something else than it says. */
const IMPLAUSIBLE_SLI = 0.5;
const STRICT_TARGET = 0.9;
/** A smaller target was most likely written as a fraction where a percentage belongs. */
const IMPLAUSIBLE_TARGET = 0.01;

type Judged = Pick<Evaluation, 'good' | 'bad' | 'total' | 'sli'>;

/** What a reader of the row must know of how its indicator was read, and what in its figures cannot be meant. */
export function plausibilityNotices(objective: Objective, judged: Judged): Notice[] {
  return [...ratesNotice(objective), ...targetNotice(objective), ...sliNotice(objective, judged)];
}

/**
 * What is worth a look while an objective is tried out: good that never differed from total. True of every service without a
 * single failure, so it is no notice of the row.
 */
export function trialNotices(row: ObjectiveRow): Notice[] {
  if (row.kind !== 'events' || row.evaluation.status.provisional) {
    return [];
  }
  const { good, total } = row.evaluation;
  const { measure } = row.objective.indicator;
  return measure.shape === 'goodTotal' && total > 0 && Math.abs(total - good) <= total * 1e-9
    ? [
        {
          severity: 'info',
          text: `good never differed from total in the window (${eventsInWords(good)} of ${eventsInWords(total)}): correct for a service without failures; otherwise good selects too much`,
        },
      ]
    : [];
}

function ratesNotice({ indicator }: Objective): Notice[] {
  const sides = indicator.source === 'Prometheus' ? Object.entries(indicator.measure) : [];
  const asIncreases = sides.flatMap(([side, spec]) =>
    typeof spec === 'object' && spec.readAsIncrease === true ? [side] : []
  );
  return asIncreases.length === 0
    ? []
    : [
        {
          severity: 'info',
          text: `rate over {{.window}} in ${asIncreases.join(' and ')} is read as increase, so that every bucket counts its events`,
        },
      ];
}

function targetNotice({ target }: Objective): Notice[] {
  return target > 0 && target < IMPLAUSIBLE_TARGET
    ? [
        {
          severity: 'warning',
          text: `the target is ${inDigits(target * 100)} %: if ${percentInWords(target * 100)} is meant, write targetPercent: ${inDigits(target * 1e4)} or target: ${inDigits(target * 100)}`,
        },
      ]
    : [];
}

function sliNotice({ target, indicator }: Objective, { good, bad, total, sli: { value: sli } }: Judged): Notice[] {
  if (sli === null || sli >= IMPLAUSIBLE_SLI) {
    return [];
  }
  const turned = turnedAround(indicator, 1 - sli);
  const wouldComply = turned !== undefined && 1 - sli >= target;
  if (target <= STRICT_TARGET && !wouldComply) {
    return [];
  }
  const [goodText, badText, totalText] = [good, bad, total].map(eventsInWords);
  const figures = `${goodText} good and ${badText} bad of ${totalText} make an SLI of ${percentInWords(sli)}, at a target of ${percentInWords(target)}`;
  return [{ severity: 'warning', text: `${figures}: ${turned ?? 'check what the indicator counts'}` }];
}

/** What to write if the indicator says the opposite of what it counts; undefined where it cannot. */
function turnedAround({ source, measure }: Indicator, sli: number): string | undefined {
  const figure = `the SLI is ${percentInWords(sli)}`;
  switch (measure.shape) {
    case 'goodTotal':
      return `if good counts what failed, write its query as bad, and ${figure}`;
    case 'badTotal':
      return `if bad counts what succeeded, write its query as good, and ${figure}`;
    case 'raw':
      return source === 'Prometheus'
        ? `if the ratio is one of ${measure.rawType === 'success' ? 'failures' : 'successes'}, invert rawType, and ${figure}`
        : undefined;
    case 'threshold':
      return `if what meets ${measure.op} ${measure.value} is bad, invert op, and ${figure}`;
  }
}

/** Without the noise of binary fractions. */
function inDigits(value: number): string {
  return String(Number(value.toPrecision(12)));
}
