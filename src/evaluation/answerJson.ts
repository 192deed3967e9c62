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

/** The same of a text that has been parsed already, which is changed. */
export function answerFrom(value: unknown, objective?: Objective): unknown {
  if (Array.isArray(value)) {
    value.forEach((one, i) => (value[i] = answerFrom(one, objective)));
    return value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const marked = MARK in value ? unmarked(value, objective) : value;
  if (marked !== value) {
    return marked;
  }
  for (const [name, field] of Object.entries(value)) {
    Reflect.set(value, name, answerFrom(field, objective));
  }
  return value;
}

function marked(value: unknown): unknown {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { [MARK]: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
  }
  if (value instanceof Float64Array) {
    // Most of what a chart lacks is NaN, and null is shorter.
    return { [MARK]: 'floats', values: Array.from(value, (one) => (Number.isNaN(one) ? null : one)) };
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
    case 'failure':
      return isFailure(value) ? new SourceError(value) : value;
    case 'objective':
      return objective;
    default:
      return value;
  }
}

function isFailure(value: object): value is Failure {
  return ['kind', 'objective', 'upstream', 'found', 'remedy'].every((field) => field in value);
}
