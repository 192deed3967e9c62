import * as z from 'zod/mini';
import { description, duration, fields, metadata, objectName, oneFieldOf, oneOf, text } from './fieldRules';
import { isTimeZone, isWallClockTime } from './instants';
import { SOURCE_TYPES } from './objective';

/**
 * The field rules of the four OpenSLO v1 kinds that a catalogue is made of (OpenSLO README, "Object Types"; go-sdk,
 * pkg/openslo/v1). Rules between documents, and those that depend on another field's value, are in resolve*.ts.
 */

export const API_VERSION = 'openslo/v1';

const apiVersion = z.literal(API_VERSION, API_VERSION);

const service = fields({
  apiVersion,
  kind: z.literal('Service'),
  metadata: metadata(),
  spec: z.optional(fields({ description: z.optional(description()) })),
});

const dataSource = fields({
  apiVersion,
  kind: z.literal('DataSource'),
  metadata: metadata(),
  spec: fields({
    description: z.optional(description()),
    type: oneOf(SOURCE_TYPES),
    connectionDetails: z.union(
      [z.record(z.string(), z.unknown()), z.array(z.unknown())],
      'connection details (a mapping; may be empty, as the connections are set in Grafana)'
    ),
  }),
});

const metric = fields({
  metricSource: fields({
    metricSourceRef: z.optional(objectName()),
    type: z.optional(text('the name of a source type')),
    spec: z.record(z.string(), z.unknown(), 'a mapping that says what to ask the source'),
  }),
});

const sliSpec = fields({
  description: z.optional(description()),
  thresholdMetric: z.optional(metric),
  ratioMetric: z.optional(
    fields({
      counter: z.optional(z.boolean('true or false')),
      good: z.optional(metric),
      bad: z.optional(metric),
      total: z.optional(metric),
      raw: z.optional(metric),
      rawType: z.optional(oneOf(['success', 'failure'])),
    })
  ),
}).check(oneFieldOf(['thresholdMetric', 'ratioMetric']));

const sli = fields({ apiVersion, kind: z.literal('SLI'), metadata: metadata(), spec: sliSpec });

const inlineIndicator = fields({ metadata: metadata(), spec: sliSpec });

const calendar = fields({
  startTime: z
    .string('a start such as "2026-01-01 00:00:00"')
    .check(z.refine(isWallClockTime, 'a start such as "2026-01-01 00:00:00"')),
  timeZone: z.string('an IANA time zone').check(z.refine(isTimeZone, 'an IANA time zone such as Europe/Berlin or UTC')),
});

const timeWindow = fields({
  duration: duration(),
  isRolling: z.optional(z.boolean('true or false')),
  calendar: z.optional(calendar),
});

const share = (rule: string) => z.number(rule).check(z.gte(0, rule));

/** From here on a target most likely is a percentage. */
const LEAST_PERCENTAGE = 2;

function percentageMeant(target: unknown): string {
  return typeof target === 'number' && target >= LEAST_PERCENTAGE && target < 100
    ? `: ${Number((target / 100).toPrecision(12))}, or targetPercent: ${target}`
    : ' (targetPercent: 100 leaves no budget)';
}

const objective = fields({
  displayName: z.optional(text('a text')),
  op: z.optional(oneOf(['lte', 'gte', 'lt', 'gt'])),
  value: z.optional(z.number('a number')),
  target: z.optional(
    share('a fraction of at least 0 and below 1').check(
      z.lt(1, {
        error: ({ input }) => `a fraction of at least 0 and below 1${percentageMeant(input)}`,
      })
    )
  ),
  targetPercent: z.optional(share('a percentage from 0 to 100').check(z.lte(100, 'a percentage from 0 to 100'))),
  timeSliceTarget: z.optional(
    z
      .number('a fraction above 0 and at most 1')
      .check(z.gt(0, 'a fraction above 0 and at most 1'), z.lte(1, 'a fraction above 0 and at most 1'))
  ),
  timeSliceWindow: z.optional(duration()),
  indicator: z.optional(inlineIndicator),
  indicatorRef: z.optional(objectName()),
  compositeWeight: z.optional(z.number('a number above 0').check(z.gt(0, 'a number above 0'))),
}).check(oneFieldOf(['target', 'targetPercent']), oneFieldOf(['indicator', 'indicatorRef'], 0));

const slo = fields({
  apiVersion,
  kind: z.literal('SLO'),
  metadata: metadata(),
  spec: fields({
    description: z.optional(description()),
    service: objectName(),
    indicator: z.optional(inlineIndicator),
    indicatorRef: z.optional(objectName()),
    budgetingMethod: oneOf(['Occurrences', 'Timeslices', 'RatioTimeslices']),
    timeWindow: z.optional(z.array(timeWindow, 'a list of one time window').check(z.maxLength(1, 'one time window'))),
    objectives: z.array(objective, 'a list of objectives').check(z.minLength(1, 'at least one objective')),
    alertPolicies: z.optional(z.array(z.unknown(), 'a list of alert policies')),
  }).check(oneFieldOf(['indicator', 'indicatorRef'], 0)),
});

export const KIND_RULES = { Service: service, DataSource: dataSource, SLI: sli, SLO: slo };

export type Kind = keyof typeof KIND_RULES;

export const KINDS: readonly Kind[] = ['Service', 'DataSource', 'SLI', 'SLO'];

/** Kinds of OpenSLO that say nothing about an objective: alert rules are generated from the objectives instead. */
export const IGNORED_KINDS: readonly string[] = ['AlertPolicy', 'AlertCondition', 'AlertNotificationTarget'];

export type Content<K extends Kind> = z.output<(typeof KIND_RULES)[K]>;

export type SliSpec = z.output<typeof sliSpec>;

export type MetricContent = z.output<typeof metric>;

export type ObjectiveContent = z.output<typeof objective>;

export type TimeWindowContent = z.output<typeof timeWindow>;
