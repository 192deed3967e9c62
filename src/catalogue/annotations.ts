import { parse } from 'yaml';
import * as z from 'zod/mini';
import { durationMs } from './durationShorthand';
import type { FieldPath } from './fieldPath';
import { checkFields, duration, fields, oneOf, text, textLike } from './fieldRules';
import type { Findings } from './findings';
import { parseInstant } from './instants';
import { selectorProblem } from './promql';

/** What OpenSLO cannot say is under `metadata.annotations` of an SLO with this prefix (table: docs/catalogue.md). */
export const ANNOTATION_PREFIX = 'error-budget/';

export type Annotations = z.output<typeof annotationFields>;

/** Reads our annotations; those of other tools are left alone. Undefined if any is wrong. */
export function readAnnotations(
  annotations: Record<string, string>,
  findings: Findings,
  at: FieldPath
): Annotations | undefined {
  const ours = Object.entries(annotations).filter(([key]) => key.startsWith(ANNOTATION_PREFIX));
  return checkFields(annotationFields, Object.fromEntries(ours), findings, at, 'error');
}

/** An annotation is a string; longer values are YAML (or JSON, which is YAML) inside it. */
function yamlInside(expected: string) {
  return z.pipe(
    z.string(),
    z.transform((source, context): unknown => {
      try {
        return parse(source, { logLevel: 'error', prettyErrors: false, maxAliasCount: 0 });
      } catch {
        context.issues.push({ code: 'custom', input: source, message: expected });
        return z.NEVER;
      }
    })
  );
}

function instant() {
  const expected = 'an RFC 3339 instant such as 2026-05-01T08:00:00Z';
  return z.pipe(
    z.string(expected),
    z.transform((source, context) => {
      const timeMs = parseInstant(source);
      if (timeMs === undefined) {
        context.issues.push({ code: 'custom', input: source, message: expected, params: { found: source } });
        return z.NEVER;
      }
      return timeMs;
    })
  );
}

const exclusion = z.pipe(
  fields({ from: instant(), to: instant(), reason: text('a reason') }),
  z.transform(({ from, to, reason }, context) => {
    if (from >= to) {
      const found = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
      context.issues.push({
        code: 'custom',
        input: to,
        message: 'an end after the start',
        path: ['to'],
        params: { found },
      });
      return z.NEVER;
    }
    return { fromMs: from, toMs: to, reason };
  })
);

const EXCLUSIONS = 'a list of exclusions, each with from, to and reason';

const selector = z.string('a selector').check((context) => {
  const problem = selectorProblem(context.value);
  if (problem !== undefined) {
    const { found, expected } = problem;
    context.issues.push({ code: 'custom', input: context.value, message: expected, params: { found } });
  }
});

const positiveNumber = z.pipe(
  z.string().check(z.regex(/^\s*\+?(\d+\.?\d*|\.\d+)(e\+?\d{1,2})?\s*$/i, 'a number above 0')),
  z.pipe(z.transform(Number), z.number('a number above 0').check(z.gt(0, 'a number above 0')))
);

const wholeNumber = z.pipe(
  z.string().check(z.regex(/^\s*[1-9]\d{0,8}\s*$/, 'a whole number of at least 1')),
  z.transform(Number)
);

const annotationFields = fields({
  'error-budget/no-data': z.optional(oneOf(['unknown', 'bad', 'good'])),
  'error-budget/time-based': z.optional(
    z.pipe(
      oneOf(['true', 'false']),
      z.transform((word) => word === 'true')
    )
  ),
  'error-budget/exclusions': z.optional(z.pipe(yamlInside(EXCLUSIONS), z.array(exclusion, EXCLUSIONS))),
  'error-budget/expected-every': z.optional(z.pipe(duration(), z.transform(durationMs))),
  'error-budget/expected-events': z.optional(positiveNumber),
  'error-budget/min-bad-events': z.optional(wholeNumber),
  'error-budget/severity': z.optional(oneOf(['page', 'ticket', 'none'])),
  // Any UTF-8 since Prometheus 3; half a character is none.
  'error-budget/group-by': z.optional(textLike(/^[^\p{Surrogate}]+$/u, 'the name of a Prometheus label')),
  'error-budget/sample-selectors': z.optional(
    z.pipe(z.pipe(z.string(), z.transform(selectorList)), z.array(selector, 'a list of selectors, or one per line'))
  ),
  'error-budget/empty-bad': z.optional(oneOf(['expected'])),
  'error-budget/data': z.optional(oneOf(['unstable'])),
  'error-budget/application-name': z.optional(text('a name')),
});

/** A YAML list, or one selector per line: a selector alone is no YAML, because of its braces. */
function selectorList(source: string): unknown {
  if (/^\s*(\[|- )/.test(source)) {
    try {
      return parse(source, { logLevel: 'error', prettyErrors: false, maxAliasCount: 0 });
    } catch {
      return undefined;
    }
  }
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
