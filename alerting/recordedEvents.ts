import type { Measure, Objective, PrometheusSpec } from '../src/catalogue/objective';
import { isOnePass, TERM_LABEL, type Term } from '../src/sources/prometheus/bucketQuery';
import { RECORDED } from './metrics';
import { lookbackText, selector } from './promqlText';

/**
 * PromQL of an objective's events over recorded lookbacks: one series per objective and lookback, with the labels `objective` and
 * `window`, or `objective` alone where there is one lookback. Without errors there are no series of errors, yet there is traffic:
 * then they are 0.
 */
export class RecordedEvents {
  private readonly by: string;

  constructor(
    private readonly objective: Objective,
    private readonly measure: Measure<PrometheusSpec>,
    private readonly lookbacksMs: number | readonly number[],
    /** The last figures within this time; as of now if absent. */
    private readonly withinMs?: number
  ) {
    this.by = typeof lookbacksMs === 'number' ? 'objective' : 'objective, window';
  }

  get bad(): string {
    if (isOnePass(this.measure)) {
      return this.orZero('bad', 'good');
    }
    return this.measure.shape === 'badTotal'
      ? this.orZero('bad', 'total')
      : `(${this.term('total')} - ${this.orZero('good', 'total')})`;
  }

  get good(): string {
    if (isOnePass(this.measure)) {
      return this.orZero('good', 'bad');
    }
    return this.measure.shape === 'badTotal'
      ? `(${this.term('total')} - ${this.orZero('bad', 'total')})`
      : this.orZero('good', 'total');
  }

  get total(): string {
    return isOnePass(this.measure) ? `(${this.bad} + ${this.good})` : this.term('total');
  }

  /** Share of bad events, 0 to 1; NaN without events. */
  get errorRatio(): string {
    const { measure } = this;
    if (measure.shape === 'raw') {
      return measure.rawType === 'success' ? `1 - ${this.term('raw')}` : this.term('raw');
    }
    return isOnePass(measure) || measure.shape === 'badTotal'
      ? `${this.bad} / ${this.total}`
      : `1 - ${this.good} / ${this.total}`;
  }

  private term(name: Term): string {
    const recorded = recordedTerm(this.objective, name, this.lookbacksMs);
    const last = this.withinMs === undefined ? recorded : `last_over_time(${recorded}[${lookbackText(this.withinMs)}])`;
    return `sum by (${this.by}) (${last})`;
  }

  private orZero(name: Term, present: Term): string {
    return `(${this.term(name)} or 0 * ${this.term(present)})`;
  }
}

/** The selector of one recorded term of an objective. */
export function recordedTerm({ id }: Objective, term: Term, lookbacksMs: number | readonly number[]): string {
  const window = typeof lookbacksMs === 'number' ? lookbackText(lookbacksMs) : lookbacksMs.map(lookbackText);
  return selector(RECORDED, { objective: id, window, [TERM_LABEL]: term });
}
