import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  FieldColorModeId,
  ThresholdsMode,
  type DataFrame,
  type FieldConfigSource,
  type GrafanaTheme2,
  type InterpolateFunction,
  type ThresholdsConfig,
  type TimeZone,
} from '@grafana/data';
import type { PanelJson } from '../contract';
import { customDefaultsOf } from './customProperties';
import { fieldPropertiesOf } from './fieldProperties';

interface Configuration {
  panel: PanelJson;
  theme: GrafanaTheme2;
  timeZone: TimeZone;
  /** Knows the data of the panel too, see `dataMacros.ts`. */
  replaceVariables: InterpolateFunction;
}

/** Gives every field its name, unit, colour, mappings and links: the data source's where it has set them, else the panel's. */
export function configureFrames(frames: DataFrame[], configuration: Configuration): DataFrame[] {
  const { panel, theme, timeZone, replaceVariables } = configuration;
  const configured = applyFieldOverrides({
    data: frames,
    fieldConfig: withDefaultsOfPanel(panel),
    fieldConfigRegistry: fieldPropertiesOf(panel.type),
    replaceVariables,
    theme,
    timeZone,
  });
  // Grafana's table reads names from this cache only.
  cacheFieldDisplayNames(configured);
  return configured;
}

/** The panel's own configuration of fields upon what Grafana gives a new panel of that type. */
export function withDefaultsOfPanel({ type, fieldConfig }: PanelJson): FieldConfigSource {
  const { defaults = {}, overrides = [] } = fieldConfig;
  return {
    defaults: {
      color: { mode: type === 'timeseries' ? FieldColorModeId.PaletteClassic : FieldColorModeId.Thresholds },
      mappings: [],
      ...defaults,
      thresholds: withOpenBase(defaults.thresholds ?? GREEN_THEN_RED),
      custom: { ...customDefaultsOf(type), ...defaults.custom },
    },
    overrides: overrides.map((override) => ({
      ...override,
      properties: override.properties.map((property) =>
        property.id === 'thresholds' && property.value ? { ...property, value: withOpenBase(property.value) } : property
      ),
    })),
  };
}

const GREEN_THEN_RED: ThresholdsConfig = {
  mode: ThresholdsMode.Absolute,
  steps: [
    { value: -Infinity, color: 'green' },
    { value: 80, color: 'red' },
  ],
};

/** JSON has no -Infinity, so dashboards write null for the base of thresholds. */
function withOpenBase(thresholds: ThresholdsConfig): ThresholdsConfig {
  return {
    ...thresholds,
    steps: thresholds.steps.map((step, i) => (i === 0 ? { ...step, value: -Infinity } : step)),
  };
}
