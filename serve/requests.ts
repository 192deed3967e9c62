import * as z from 'zod';
import { DAY_MS } from '../src/budget/durations';
import { EVALUATION_KINDS, type EvaluationKind, type EvaluationRequest } from '../src/evaluation/evaluations';
import { instantsFor } from '../src/evaluation/instants';
import { SERIES_FIGURES } from '../src/evaluation/results';
import { READ_BOUNDS, type AskedRead } from '../src/evaluation/readApi';
import { ApiError } from './apiError';

const LONGEST_RANGE_MS = 400 * DAY_MS;
const MOST_INSTANTS = 20_000;
const MOST_LOOKBACKS = 20;
const LAST_INSTANT_MS = 8_640_000_000_000_000;
const LONGEST_NAME = 500;

const instant = z.int().min(0).max(LAST_INSTANT_MS);
const duration = z.int().min(1).max(LONGEST_RANGE_MS);
const name = z.string().min(1).max(LONGEST_NAME);

const moment = z.strictObject({ atMs: instant, nowMs: instant });
const range = z.strictObject({ fromMs: instant, toMs: instant, nowMs: instant });
const now = z.strictObject({ nowMs: instant });

const REQUESTS: { [Kind in EvaluationKind]: z.ZodType<EvaluationRequest<Kind>> } = {
  objective: moment,
  series: range
    .extend({
      at: z.enum(['figures', 'buckets']),
      figures: z.array(z.enum(SERIES_FIGURES)).min(1).max(SERIES_FIGURES.length),
      lookbacksMs: z.array(duration).max(MOST_LOOKBACKS),
    })
    .refine((request) => !isInRange(request) || instantsFor(request).timesMs.length <= MOST_INSTANTS, {
      message: `at most ${MOST_INSTANTS} instants`,
    }),
  alerts: moment,
  breaches: range,
  judgedBreaches: range,
  contributors: moment,
  freshness: now,
  partitions: now,
  lineage: moment.extend({ direction: z.enum(['upstream', 'downstream']) }),
  outcomes: moment,
  state: now,
};

const BODY = z.strictObject({ reads: z.array(z.unknown()).min(1).max(READ_BOUNDS.reads) });
const OBJECTIVES = z.array(z.unknown()).min(1).max(READ_BOUNDS.objectives);

const BY_CURSOR = z.strictObject({ cursor: name, request: z.unknown() });
const BY_KIND = z.strictObject({
  kind: z.enum(EVALUATION_KINDS),
  request: z.unknown(),
  // Lengths first: a million wrong elements would be a million issues.
  objectives: OBJECTIVES.pipe(z.array(z.strictObject({ id: name, hash: name, windowMs: duration.optional() }))),
});

/** @throws ApiError for what is no request for evaluations, or asks for too much at once. */
export function parseBody(text: string): AskedRead[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ApiError(400, 'The body is no JSON');
  }
  return parsed(BODY, body, '').reads.map((read, index) => {
    const isByCursor = typeof read === 'object' && read !== null && 'cursor' in read;
    return parsed<AskedRead>(isByCursor ? BY_CURSOR : BY_KIND, read, `reads.${index}`);
  });
}

/**
 * What is asked for of each objective, with nothing unknown in it and within 400 days before its "now".
 *
 * @param place its path in the body.
 * @throws ApiError
 */
export function parseRequest<Kind extends EvaluationKind>(
  kind: Kind,
  request: unknown,
  place: string
): EvaluationRequest<Kind> {
  const asked = parsed<EvaluationRequest<Kind>>(REQUESTS[kind], request, place);
  if (!isInRange(asked)) {
    throw new ApiError(400, `${place}: instants must be in order, not after nowMs and at most 400 days before it`);
  }
  return asked;
}

/** @throws ApiError for reads that are each within bounds but together ask for too much. */
export function boundWork(
  reads: ReadonlyArray<{ objectives: number; request: EvaluationRequest<EvaluationKind> }>
): void {
  let evaluations = 0;
  let instants = 0;
  for (const { objectives, request } of reads) {
    evaluations += objectives;
    instants += objectives * ('lookbacksMs' in request ? instantsFor(request).timesMs.length : 0);
  }
  if (evaluations > READ_BOUNDS.evaluations) {
    throw new ApiError(
      400,
      `The reads ask for more than ${READ_BOUNDS.evaluations} evaluations together. Ask for less at once.`
    );
  }
  if (instants > READ_BOUNDS.instants) {
    throw new ApiError(
      400,
      `The series hold more than ${READ_BOUNDS.instants} instants together. Ask for less at once.`
    );
  }
}

function isInRange({ nowMs, ...request }: EvaluationRequest<EvaluationKind>): boolean {
  const at = 'atMs' in request ? [request.atMs] : [];
  const ends = 'fromMs' in request ? [request.fromMs, request.toMs] : [];
  const inOrder = [nowMs - LONGEST_RANGE_MS, ...at, ...ends, nowMs];
  return inOrder.every((instantMs, i) => i === 0 || inOrder[i - 1] <= instantMs);
}

function parsed<Value>(schema: z.ZodType<Value>, value: unknown, place: string): Value {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [{ path, code }] = result.error.issues;
    const where = [place, ...path.map(String)].filter((part) => part !== '').join('.') || 'The body';
    throw new ApiError(400, `${where.slice(0, LONGEST_NAME)}: ${WRONG[code] ?? 'not what is expected here'}`);
  }
  return result.data;
}

/** Zod's own words quote what was sent. */
const WRONG: Record<string, string> = {
  unrecognized_keys: 'a field that is unknown here; queries are not accepted, only ids of the catalogue',
  too_big: 'too large, too long or too many',
  too_small: 'too small, or empty',
  invalid_type: 'missing or of the wrong type',
};
