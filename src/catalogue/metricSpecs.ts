import * as z from 'zod/mini';
import { durationMs, type DurationShorthand } from './durationShorthand';
import { duration, fields, oneOf, text } from './fieldRules';
import type { DagsterSpec, DemoSpec } from './objective';

/** What `metricSource.spec` may say, by source type, and the defaults of what it does not say (docs/catalogue.md). */

/** A length of time in milliseconds, `shorthand` where the document is silent. */
export function milliseconds(shorthand: DurationShorthand) {
  return z._default(z.pipe(duration(), z.transform(durationMs)), durationMs(shorthand));
}

export const prometheusFields = fields({ query: text('a PromQL query') });

export const dagsterFields = z.pipe(
  fields({
    measure: oneOf(['materializations', 'freshness', 'partitions']),
    selection: text("a selection of assets in Dagster's syntax"),
    retries: z._default(oneOf(['after', 'every-attempt']), 'after'),
    manualReruns: z._default(oneOf(['separate', 'rescue']), 'separate'),
    blockingChecks: z._default(oneOf(['bad', 'ignore']), 'bad'),
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

export const demoFields = z.pipe(
  fields({
    eventsPerHour: z.number('a number above 0').check(z.gt(0, 'a number above 0')),
    errorRatio: z
      .number('a fraction from 0 to 1')
      .check(z.gte(0, 'a fraction from 0 to 1'), z.lte(1, 'a fraction from 0 to 1')),
  }),
  z.transform((spec): DemoSpec => spec)
);
