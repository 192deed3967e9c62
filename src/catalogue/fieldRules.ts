import * as z from 'zod/mini';
import { parseDurationShorthand } from './durationShorthand';
import { type FieldPath, isMapping, valueAt, withoutField } from './fieldPath';
import type { Findings } from './findings';
import { nearestName, suggestion } from './nearestName';
import { describeFound } from './problem';

/**
 * The vocabulary in which the documents' fields are ruled. The `error` of every rule is the phrase that completes
 * "expected …"; what was found and where is added by `checkFields`.
 */

/** A mapping with exactly these fields. */
export function fields<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => expectedField(key, known)).join(BETWEEN_KEYS)
        : `a mapping of ${known.join(', ')}`,
  });
}

// zod reports all unknown keys of a mapping as one issue with one text.
const BETWEEN_KEYS = '\n';

function expectedField(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return nearest === undefined ? `one of the fields ${known.join(', ')}` : `a known field (did you mean ${nearest}?)`;
}

/** One of a few words. */
export function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: ({ input }) => `${values.join(', ')}${suggestion(input, values)}` });
}

/** A string that is not empty. */
export function text(expected: string) {
  return z.string(expected).check(z.minLength(1, expected));
}

/** A string that the pattern matches. */
export function textLike(pattern: RegExp, expected: string) {
  return z.string(expected).check(z.regex(pattern, expected));
}

/** `metadata.name` and references to it: an RFC 1123 label (OpenSLO README, "Metadata"). */
export function objectName() {
  const expected = 'a name of at most 63 lower-case letters, digits and hyphens (RFC 1123 label)';
  return textLike(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, expected);
}

/** OpenSLO's duration shorthand, read into count and unit. */
export function duration() {
  const expected = 'a duration such as 5m, 1h, 30d, 4w, 1M, 1Q or 1Y';
  return z.pipe(
    z.string(expected),
    z.transform((shorthand, context) => {
      const parsed = parseDurationShorthand(shorthand);
      if (parsed === undefined) {
        context.issues.push({ code: 'custom', input: shorthand, message: expected });
        return z.NEVER;
      }
      return parsed;
    })
  );
}

/** `description`: at most 1050 characters (OpenSLO README). */
export function description() {
  return z.string('a text').check(z.maxLength(1050, 'at most 1050 characters'));
}

const scalarText = z.pipe(z.union([z.string(), z.number(), z.boolean()], 'a string'), z.transform(String));

/** OpenSLO `metadata`. Numbers and booleans in labels and annotations are taken as the strings that they look like. */
export function metadata() {
  return fields({
    name: objectName(),
    displayName: z.optional(text('a text')),
    labels: z.optional(
      z.record(z.string(), z.union([scalarText, z.array(scalarText)], 'a string or a list of strings'), 'a mapping')
    ),
    annotations: z.optional(
      z.record(
        z.string(),
        z.pipe(
          z.union([z.string(), z.number(), z.boolean()], 'a string (a list goes into a block of text, after "|")'),
          z.transform(String)
        ),
        'a mapping'
      )
    ),
  });
}

/** Exactly one of the fields must be present (`atLeast` 1), or at most one (0). Runs beside the fields' own rules. */
export function oneFieldOf<T>(names: readonly string[], atLeast: 0 | 1 = 1) {
  return z.superRefine<T>(
    (value, context) => {
      const present = isMapping(value) ? names.filter((name) => value[name] !== undefined) : [];
      const rule = `${atLeast === 1 ? 'exactly' : 'at most'} one of ${names.join(', ')}`;
      const [, second] = present;
      if (second !== undefined) {
        const found = `${present.join(' and ')} together`;
        context.addIssue({ code: 'custom', path: [second], message: rule, params: { found } });
      } else if (present.length < atLeast) {
        context.addIssue({ code: 'custom', path: [], message: rule, params: { found: 'none of them' } });
      }
    },
    { when: ({ value }) => isMapping(value) }
  );
}

/**
 * Applies the rules to the value at `at`; undefined if any is broken. Unknown fields are warnings (OpenSLO is
 * extended by every tool), except where `unknownFields` says otherwise, and never hide what else is wrong.
 */
export function checkFields<T>(
  rules: z.ZodMiniType<T>,
  value: unknown,
  findings: Findings,
  at: FieldPath = [],
  unknownFields: 'warning' | 'error' = 'warning'
): T | undefined {
  const result = z.safeParse(rules, value);
  if (result.success) {
    return result.data;
  }
  let known = value;
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      const expected = issue.message.split(BETWEEN_KEYS);
      issue.keys.forEach((key, index) => {
        const path = [...fieldPath(issue.path), key];
        findings[unknownFields]([...at, ...path], `the unknown field ${key}`, expected[index], 'key');
        known = withoutField(known, path);
      });
    }
  }
  if (known !== value) {
    return checkFields(rules, known, findings, at, unknownFields);
  }
  for (const issue of result.error.issues) {
    const path = fieldPath(issue.path);
    const found = issue.code === 'custom' ? issue.params?.found : undefined;
    findings.error(
      [...at, ...path],
      typeof found === 'string' ? found : describeFound(valueAt(value, path)),
      issue.message
    );
  }
  return undefined;
}

function fieldPath(path: readonly PropertyKey[]): FieldPath {
  return path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
}
