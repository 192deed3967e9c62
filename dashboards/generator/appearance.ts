import {
  FieldColorBuilder,
  FieldColorModeId,
  FieldColorSeriesByMode,
  MappingType,
  SpecialValueMatch,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type DynamicConfigValue,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { LINEAGE_COLOURS, STATE_COLOURS } from '../../src/frames/colours';
import { PROVENANCE_WORDS } from '../../src/frames/provenance';
import { ALERT_STATE_WORDS, TOO_FEW_TO_TELL, UPSTREAM_STATE_WORDS, VERDICTS } from '../../src/frames/stateWords';

/** Below this share of the budget an objective is at risk (docs/semantics.md). */
export const LITTLE_BUDGET = 0.25;

/** Shows a verdict in words, in the colour of its status. */
export const VERDICT_MAPPINGS = verdictMappings(({ verdict }) => verdict);

/** The same for a verdict that is its place in the order of urgency. */
export const VERDICT_PLACE_MAPPINGS = verdictMappings((_, index) => `${index}`);

function verdictMappings(valueOf: (verdict: (typeof VERDICTS)[number], index: number) => string): ValueMapping[] {
  const options = VERDICTS.map((one, index) => [
    valueOf(one, index),
    { text: one.shown, color: STATE_COLOURS[one.state], index },
  ]);
  return [{ type: MappingType.ValueToText, options: Object.fromEntries(options) }];
}

/** The states of an alert with their colours, the most urgent first. */
export const ALERT_STATES = [
  { text: ALERT_STATE_WORDS.firing, color: STATE_COLOURS.breached },
  { text: ALERT_STATE_WORDS.failed, color: STATE_COLOURS.failed },
  { text: ALERT_STATE_WORDS.noData, color: STATE_COLOURS.noData },
  { text: ALERT_STATE_WORDS.loading, color: STATE_COLOURS.loading },
  { text: ALERT_STATE_WORDS.quiet, color: STATE_COLOURS.met },
  { text: ALERT_STATE_WORDS.leftOut, color: STATE_COLOURS.noData },
  { text: ALERT_STATE_WORDS.cannotFire, color: STATE_COLOURS.noData },
];

/** Colours the freshness of an asset. */
export const FRESHNESS_MAPPINGS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      fresh: { color: STATE_COLOURS.met, index: 0 },
      stale: { color: STATE_COLOURS.breached, index: 1 },
    },
  },
];

/** Colours what an upstream reports about itself. */
export const UPSTREAM_STATE_MAPPINGS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      [UPSTREAM_STATE_WORDS.active]: { color: STATE_COLOURS.met, index: 0 },
      [UPSTREAM_STATE_WORDS.starting]: { color: STATE_COLOURS.atRisk, index: 1 },
      [UPSTREAM_STATE_WORDS.shuttingDown]: { color: STATE_COLOURS.atRisk, index: 2 },
      [UPSTREAM_STATE_WORDS.unreachable]: { color: STATE_COLOURS.breached, index: 3 },
      [UPSTREAM_STATE_WORDS.failed]: { color: STATE_COLOURS.failed, index: 4 },
      [UPSTREAM_STATE_WORDS.loading]: { color: STATE_COLOURS.loading, index: 5 },
    },
  },
];

/** Colours the provenance of an asset as its lineage is coloured. */
export const PROVENANCE_MAPPINGS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      [PROVENANCE_WORDS.unstable]: { color: LINEAGE_COLOURS.unstable, index: 0 },
      [PROVENANCE_WORDS.unresolved]: { color: LINEAGE_COLOURS.unresolved, index: 1 },
      [PROVENANCE_WORDS.stable]: { color: LINEAGE_COLOURS.fresh, index: 2 },
    },
  },
];

/** Colours whether a part misses the target by itself. */
export const BELOW_TARGET_MAPPINGS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      yes: { color: STATE_COLOURS.breached, index: 0 },
      no: { color: STATE_COLOURS.met, index: 1 },
      [TOO_FEW_TO_TELL]: { color: STATE_COLOURS.noData, index: 2 },
    },
  },
];

/** Shows whether a sprint began before the instant beside it. */
export const BEGAN_EARLIER: ValueMapping[] = [
  {
    type: MappingType.RegexToText,
    options: { pattern: '^before .*$', result: { text: 'earlier', index: 0 } },
  },
];

/** A budget that has no time left to last. */
export const EXHAUSTED: ValueMapping[] = [
  { type: MappingType.ValueToText, options: { 0: { text: 'exhausted', index: 0 } } },
];

/** Overspent, little left, enough left. */
export function budgetThresholds(): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: STATE_COLOURS.breached },
    { value: 0, color: STATE_COLOURS.atRisk },
    { value: LITTLE_BUDGET, color: STATE_COLOURS.met },
  ]);
}

/** Lines in the colour of what lies below them, for charts whose lines have colours of their own. */
export function budgetLimits(): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'transparent' },
    { value: 0, color: STATE_COLOURS.breached },
    { value: LITTLE_BUDGET, color: STATE_COLOURS.atRisk },
  ]);
}

/** One colour for every value, and for none: Grafana would draw a line at 80, and show a panel without data green. */
export function noThresholds(color: string): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([{ value: null, color }]);
}

/** A budget that does not exist is neither good nor bad; the data source says why there is none. */
export function withoutBudget(): ValueMapping[] {
  return [
    {
      type: MappingType.SpecialValue,
      options: { match: SpecialValueMatch.Null, result: { color: STATE_COLOURS.noData, index: 0 } },
    },
  ];
}

/** Every line in the colour of its last value, so that a glance finds the worst. */
export function colourOfLastValue(): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds).seriesBy(FieldColorSeriesByMode.Last);
}

export function fixedColour(fixedColor: string): FieldColorBuilder {
  return new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(fixedColor);
}

/** Properties of overrides, by name. */
export const property = {
  colour: (fixedColor: string): DynamicConfigValue => ({ id: 'color', value: { mode: 'fixed', fixedColor } }),
  byThresholds: (): DynamicConfigValue => ({ id: 'color', value: { mode: 'thresholds' } }),
  thresholds: (thresholds: ThresholdsConfigBuilder): DynamicConfigValue => ({
    id: 'thresholds',
    value: thresholds.build(),
  }),
  mappings: (mappings: ValueMapping[]): DynamicConfigValue => ({ id: 'mappings', value: mappings }),
  link: (title: string, url: string): DynamicConfigValue => ({ id: 'links', value: [{ title, url }] }),
  displayName: (name: string): DynamicConfigValue => ({ id: 'displayName', value: name }),
  decimals: (decimals: number): DynamicConfigValue => ({ id: 'decimals', value: decimals }),
  min: (min: number): DynamicConfigValue => ({ id: 'min', value: min }),
  max: (max: number): DynamicConfigValue => ({ id: 'max', value: max }),
  unit: (unit: string): DynamicConfigValue => ({ id: 'unit', value: unit }),
  noValue: (text: string): DynamicConfigValue => ({ id: 'noValue', value: text }),
  /** A name of two words takes two lines where its column is narrow. */
  wrapHeader: (): DynamicConfigValue => ({ id: 'custom.wrapHeaderText', value: true }),
  filterable: (): DynamicConfigValue => ({ id: 'custom.filterable', value: true }),
  /** An icon in the cell that shows all of a text that does not fit. */
  inspect: (): DynamicConfigValue => ({ id: 'custom.inspect', value: true }),
  width: (width: number): DynamicConfigValue => ({ id: 'custom.width', value: width }),
  minWidth: (width: number): DynamicConfigValue => ({ id: 'custom.minWidth', value: width }),
  align: (align: 'left' | 'center' | 'right'): DynamicConfigValue => ({ id: 'custom.align', value: align }),
  cell: (options: Record<string, unknown>): DynamicConfigValue => ({ id: 'custom.cellOptions', value: options }),
};
