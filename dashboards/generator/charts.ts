import {
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { ALERT_LOOKBACKS_MS } from '../../src/budget/burnRatePolicy';
import { durationInWords, numberInWords } from '../../src/budget/inWords';
import type { Objective } from '../../src/catalogue/objective';
import { alertPolicyOf } from '../../src/evaluation/alertPolicy';
import { STATE_COLOURS } from '../../src/frames/colours';
import { OF_ALERTS } from '../../src/queries/durationText';
import { budgetLimits, budgetThresholds, colourOfLastValue, LITTLE_BUDGET, noThresholds, property } from './appearance';
import { DATA_SOURCE, query } from './query';

/** What a chart is about: ids of the catalogue, or the variable of a dashboard. */
export interface Selected {
  categories?: string[];
  objectives?: string[];
}

/** By `ALERT_LOOKBACKS_MS`: longer ones are darker, so that fast burn stands out and steady burn stays in the background. */
const LOOKBACK_COLOURS = ['#5FB7FF', '#59ABFF', '#4F9BFE', '#3D8BFD', '#557DF3', '#6C6FE8', '#7B67D8', '#8A5FC7'];

/** They distinguish a few objectives, and do not express a status. */
const OBJECTIVE_COLOURS = ['#5FB7FF', '#B78AF5', '#3FC1C9', '#F08FC0', '#A9B7C6'];

/** Colour of objectives with enough budget left. */
const FADED = '#8E9BAE';

/** One objective far below would flatten all others. */
const CUT = 'What lies below -100 % is not drawn.';
const BUNDLE =
  'What is at risk or overspent is coloured by its last value, all else is grey; the legend begins with the worst. Point at a line ' +
  `for its name. ${CUT}`;

/** Good events / all events, in the colour of a breach below the target. */
export function sliChart(selected: Selected): TimeSeriesBuilder {
  return chart('SLI against the target')
    .description(
      'At each instant, the share of good events over the objective’s whole window before it. Below the line of the ' +
        'target the objective is breached.'
    )
    .withTarget(query({ queryType: 'sli', ...selected }))
    .colorScheme(colourOfLastValue())
    .gradientMode(GraphGradientMode.Scheme)
    .fillOpacity(12)
    .thresholdsStyle(thresholdsAs(GraphThresholdsStyleMode.Dashed))
    .legend(noLegend());
}

/** The burn-down of one objective or, as a bundle of lines, of the objectives of these names. */
export function budgetChart(selected: Selected, how: 'one' | readonly string[]): TimeSeriesBuilder {
  const builder = chart(how === 'one' ? 'Budget burn-down' : 'Budget over time')
    .description(
      'At each instant, the share of the error budget that was left for the window before it. Below 0 % it is ' +
        `overspent. The last point is the figure that tables show.${how === 'one' ? '' : ` ${how.length > OBJECTIVE_COLOURS.length ? BUNDLE : CUT}`}`
    )
    .withTarget(query({ queryType: 'budget', ...selected }))
    .axisSoftMax(1)
    .axisSoftMin(0);
  if (how === 'one') {
    return builder
      .thresholds(budgetThresholds())
      .colorScheme(colourOfLastValue())
      .gradientMode(GraphGradientMode.Scheme)
      .fillOpacity(12)
      .thresholdsStyle(thresholdsAs(GraphThresholdsStyleMode.Dashed))
      .legend(noLegend());
  }
  builder
    .thresholds(budgetLimits())
    .min(-1)
    .lineWidth(2)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single).sort(SortOrder.Ascending))
    .thresholdsStyle(thresholdsAs(GraphThresholdsStyleMode.Dashed))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Right)
        .showLegend(true)
        .calcs(['lastNotNull'])
        .sortBy('Last *')
        .sortDesc(false)
    );
  if (how.length <= OBJECTIVE_COLOURS.length) {
    how.forEach((name, index) => builder.overrideByName(name, [property.colour(OBJECTIVE_COLOURS[index])]));
    return builder;
  }
  const lastValue = (op: 'gte' | 'lt', value: number) => ({
    id: 'byValue',
    options: { reducer: 'lastNotNull', op, value },
  });
  return builder
    .withOverride({
      matcher: lastValue('gte', LITTLE_BUDGET),
      properties: [{ id: 'custom.lineWidth', value: 1 }, property.colour(FADED)],
    })
    .withOverride({ matcher: lastValue('lt', LITTLE_BUDGET), properties: [property.colour(STATE_COLOURS.atRisk)] })
    .withOverride({ matcher: lastValue('lt', 0), properties: [property.colour(STATE_COLOURS.breached)] });
}

/** Burn rates over the lookbacks of an objective's alerts; the data source brings the factors as thresholds. */
export function burnRateChart(selected: Selected, objective?: Objective): TimeSeriesBuilder {
  const builder = chart('Burn rate')
    .description(`Burn rate: at 1 the budget lasts exactly one window. ${explainPolicy(objective)}`)
    .withTarget(query({ queryType: 'burnRate', lookbacks: [OF_ALERTS], ...selected }))
    .displayName('${__field.labels.lookback}')
    .thresholds(noThresholds(STATE_COLOURS.met))
    .thresholdsStyle(thresholdsAs(GraphThresholdsStyleMode.Dashed))
    .axisSoftMin(0)
    .legend(legendBelow());
  ALERT_LOOKBACKS_MS.forEach((lookbackMs, index) => {
    builder.overrideByRegexp(`/(^|, )${durationInWords(lookbackMs)}$/`, [property.colour(LOOKBACK_COLOURS[index])]);
  });
  return builder;
}

/** Good and bad events of each bucket, stacked. */
export function eventsChart(selected: Selected): TimeSeriesBuilder {
  return chart('Events')
    .description(
      'Good and bad events of each hour, or of each five minutes within the last four days: what all figures are made of.'
    )
    .withTarget(query({ queryType: 'events', ...selected }))
    .drawStyle(GraphDrawStyle.Bars)
    .min(0)
    .lineWidth(0)
    .fillOpacity(80)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'))
    .overrideByRegexp('/, good$/', [property.displayName('good'), property.colour(STATE_COLOURS.met)])
    .overrideByRegexp('/, bad$/', [property.displayName('bad'), property.colour(STATE_COLOURS.breached)])
    .legend(legendBelow());
}

function chart(title: string): TimeSeriesBuilder {
  return new TimeSeriesBuilder()
    .title(title)
    .datasource(DATA_SOURCE)
    .noValue('No values in this range')
    .drawStyle(GraphDrawStyle.Line)
    .lineWidth(1.5)
    .showPoints(VisibilityMode.Never)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Ascending));
}

function thresholdsAs(mode: GraphThresholdsStyleMode): GraphThresholdsStyleConfigBuilder {
  return new GraphThresholdsStyleConfigBuilder().mode(mode);
}

function noLegend(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(false)
    .calcs([]);
}

function legendBelow(): VizLegendOptionsBuilder {
  return noLegend().showLegend(true);
}

function explainPolicy(objective: Objective | undefined): string {
  if (!objective) {
    return 'Lines are the thresholds of its alerts, which the table below explains.';
  }
  const { rows, refused } = alertPolicyOf(objective);
  if (rows.length === 0) {
    return refused.length > 0
      ? `It has no burn-rate alerts: ${refused[0].arithmetic}.`
      : 'It raises no burn-rate alerts.';
  }
  const inWords = rows.map(
    ({ severity, factor, longMs }) => `${severity} above ${numberInWords(factor)} × over ${durationInWords(longMs)}`
  );
  return `Lines: ${inWords.join(', ')}.`;
}
