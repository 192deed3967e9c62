import type { Objective } from '../catalogue/objective';
import { type Failure, SourceError } from '../sources/sourceError';

/** The key that marks what JSON has no form for; no field of an answer begins so. */
const MARK = '$';

/**
 * An answer as JSON, from which `readAnswer` makes the same again: NaN, infinities and -0, typed arrays and failures of sources
 * included, and fields that are undefined left out.
 *
 * @param objective left out wherever the answer holds it, since the reader of the answer has it.
 */
export function writeAnswer(answer: unknown, objective?: Objective): string {
  return JSON.stringify(answer, (_, value: unknown) =>
    objective !== undefined && value === objective ? { [MARK]: 'objective' } : marked(value)
  );
}

/**
 * The answer that `writeAnswer` wrote.
 *
 * @param objective what was left out.
 * @throws SyntaxError for a text that is no JSON
 */
export function readAnswer(json: string, objective?: Objective): unknown {
  return answerFrom(JSON.parse(json), objective);
}

/** The same of a text that has been parsed already, which stays as it is. */
export function answerFrom(value: unknown, objective?: Objective): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => answerFrom(one, objective));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const marked = MARK in value ? unmarked(value, objective) : value;
  if (marked !== value) {
    return marked;
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, answerFrom(field, objective)]));
}

function marked(value: unknown): unknown {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { [MARK]: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value instanceof Float64Array) {
    return stepsOf(value) ?? { [MARK]: 'floats', values: Array.from(value, orNull) };
  }
  if (value instanceof SourceError) {
    const { kind, objective, upstream, found, remedy } = value;
    return { [MARK]: 'failure', kind, objective, upstream, found, remedy };
  }
  return value;
}

function unmarked(value: unknown, objective: Objective | undefined): unknown {
  if (typeof value !== 'object' || value === null || !(MARK in value)) {
    return value;
  }
  switch (value[MARK]) {
    case 'number':
      return 'text' in value ? Number(value.text) : value;
    case 'floats':
      return 'values' in value && Array.isArray(value.values)
        ? Float64Array.from(value.values, (one) => Number(unmarked(one ?? NaN, objective)))
        : value;
    case 'steps':
      return isSteps(value) ? Float64Array.from(added(value.steps), (count) => count / value.per) : value;
    case 'failure':
      return isFailure(value) ? new SourceError(value) : value;
    case 'objective':
      return objective;
    default:
      return value;
  }
}

/** Most of what a chart lacks is NaN, and null is shorter. */
function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Powers of ten, of which a chart's figures have whole multiples. */
const UNITS_PER_ONE = [1, 1e3, 1e6, 1e10];
/** Whole numbers up to it, and the steps between them, are exact. */
const LARGEST = 2 ** 52;

/** Numbers of few decimals by what each adds to the one before, which are digits that compress well. */
interface Steps {
  per: number;
  /** null for NaN, which the next one passes over. */
  steps: Array<number | null>;
}

/** Undefined where a number is no whole multiple of any of the units. */
function stepsOf(values: Float64Array): (Steps & { [MARK]: string }) | undefined {
  const per = UNITS_PER_ONE.find((candidate) => values.every((value) => isMultiple(value, candidate)));
  if (per === undefined) {
    return undefined;
  }
  let last = 0;
  const steps = Array.from(values, (value) => {
    if (Number.isNaN(value)) {
      return null;
    }
    const count = Math.round(value * per);
    const step = count - last;
    last = count;
    return step;
  });
  return { [MARK]: 'steps', per, steps };
}

function isMultiple(value: number, per: number): boolean {
  const count = Math.round(value * per);
  return Number.isNaN(value) || (Math.abs(count) <= LARGEST && count / per === value && !Object.is(value, -0));
}

function added(steps: ReadonlyArray<number | null>): number[] {
  let last = 0;
  return steps.map((step) => (step === null ? NaN : (last += step)));
}

function isSteps(value: object): value is Steps {
  return 'per' in value && typeof value.per === 'number' && 'steps' in value && Array.isArray(value.steps);
}

function isFailure(value: object): value is Failure {
  return ['kind', 'objective', 'upstream', 'found', 'remedy'].every((field) => field in value);
}
