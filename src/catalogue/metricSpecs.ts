import * as z from 'zod/mini';
import { durationMs, type DurationShorthand } from './durationShorthand';
import { duration, fields, oneOf, text, textLike } from './fieldRules';
import type { DagsterSpec, DemoSpec, TrinoHistory, TrinoSpec } from './objective';

/** What `metricSource.spec` may say, by source type, and the defaults of what it does not say (docs/catalogue.md). */

/** A length of time in milliseconds, `shorthand` where the document is silent. */
function milliseconds(shorthand: DurationShorthand) {
  return z._default(z.pipe(duration(), z.transform(durationMs)), durationMs(shorthand));
}

export const prometheusFields = fields({ query: text('a PromQL query') });

export const dagsterFields = z.pipe(
  fields({
    measure: oneOf(['materializations', 'freshness', 'partitions']),
    selection: text("a selection of assets in Dagster's syntax"),
    retries: z._default(oneOf(['after', 'every-attempt']), 'after'),
    manualReruns: z._default(oneOf(['separate', 'rescue']), 'separate'),
    retrySettle: milliseconds({ count: 1, unit: 'h' }),
    pendingDeadline: milliseconds({ count: 1, unit: 'd' }),
    defaultInterval: milliseconds({ count: 1, unit: 'w' }),
    intervals: z._default(
      z.record(z.string(), z.pipe(duration(), z.transform(durationMs)), 'a mapping of asset keys to durations'),
      {}
    ),
    partitionGrace: z.optional(z.pipe(duration(), z.transform(durationMs))),
  }),
  z.transform(({ retrySettle, pendingDeadline, defaultInterval, intervals, partitionGrace, ...same }): DagsterSpec => ({
    ...same,
    retrySettleMs: retrySettle,
    pendingDeadlineMs: pendingDeadline,
    defaultIntervalMs: defaultInterval,
    intervalsMs: intervals,
    ...(partitionGrace === undefined ? {} : { partitionGraceMs: partitionGrace }),
  }))
);

const errorCodes = () => {
  const expected = 'a list of error codes such as ADMINISTRATIVELY_KILLED';
  return z._default(
    z.array(textLike(/^[A-Z][A-Z0-9_]*$/, 'an error code such as ADMINISTRATIVELY_KILLED'), expected),
    []
  );
};

// The source writes these names into SQL as they stand, so nothing else may pass.
const identifier = '([A-Za-z_][A-Za-z0-9_]*|"[^"\\u0000-\\u001f]+")';
const tableName = textLike(
  new RegExp(`^${identifier}\\.${identifier}\\.${identifier}$`),
  'a table as catalog.schema.table'
);
const columnName = textLike(new RegExp(`^${identifier}$`), 'the name of a column');

const history = z.pipe(
  fields({
    kind: oneOf(['runtime', 'mysqlListener', 'table']),
    table: z.optional(tableName),
    columns: z.optional(z.record(z.string(), columnName, 'a mapping of our column names to those of the table')),
  }),
  z.transform(({ kind, table, columns }, context): TrinoHistory => {
    if (kind === 'runtime') {
      return { kind };
    }
    if (table === undefined) {
      context.issues.push({
        code: 'custom',
        path: ['table'],
        input: table,
        message: `the table of the history ${kind}`,
      });
      return z.NEVER;
    }
    return kind === 'mysqlListener' ? { kind, table } : { kind, table, columns: columns ?? {} };
  })
);

export const trinoFields = z.pipe(
  fields({
    measure: z._default(oneOf(['queries']), 'queries'),
    userErrors: z._default(oneOf(['excluded', 'good']), 'excluded'),
    alsoBad: errorCodes(),
    ignore: errorCodes(),
    history: z._default(history, { kind: 'runtime' }),
    probe: z.optional(text('the name of an availability SLO')),
  }),
  z.transform(({ probe, ...rest }): TrinoSpec => ({ ...rest, ...(probe === undefined ? {} : { probe }) }))
);

export const demoFields = z.pipe(
  fields({
    eventsPerHour: z.number('a number above 0').check(z.gt(0, 'a number above 0')),
    errorRatio: z
      .number('a fraction from 0 to 1')
      .check(z.gte(0, 'a fraction from 0 to 1'), z.lte(1, 'a fraction from 0 to 1')),
  }),
  z.transform((spec): DemoSpec => spec)
);
