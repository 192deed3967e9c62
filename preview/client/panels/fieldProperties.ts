import {
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  FieldConfigOptionsRegistry,
  identityOverrideProcessor,
  numberOverrideProcessor,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
  type FieldConfigPropertyItem,
} from '@grafana/data';
import { customPropertiesOf } from './customProperties';

type Process = FieldConfigPropertyItem['process'];

const STANDARD: Record<string, Process> = {
  displayName: displayNameOverrideProcessor,
  description: stringOverrideProcessor,
  unit: unitOverrideProcessor,
  decimals: numberOverrideProcessor,
  min: numberOverrideProcessor,
  max: numberOverrideProcessor,
  fieldMinMax: identityOverrideProcessor,
  noValue: stringOverrideProcessor,
  mappings: valueMappingsOverrideProcessor,
  thresholds: thresholdsOverrideProcessor,
  color: identityOverrideProcessor,
  links: dataLinksOverrideProcessor,
};

/** Texts of a field's configuration in which dashboards write variables. */
const EXPANDED = new Set(['displayName', 'description', 'noValue']);

/** Older dashboards hide a column by `hidden`; Grafana reads it as `hideFrom.viz`, and so do tables here. */
const SAME_PLACE: Record<string, string> = { hidden: 'hideFrom.viz' };

const registries = new Map<string, FieldConfigOptionsRegistry>();

/** What a panel type lets dashboards configure of a field, in the form that Grafana's libraries apply. */
export function fieldPropertiesOf(panelType: string): FieldConfigOptionsRegistry {
  const existing = registries.get(panelType);
  if (existing) {
    return existing;
  }
  const custom = Object.keys(customPropertiesOf(panelType));
  const registry = new FieldConfigOptionsRegistry(() => [
    ...Object.entries(STANDARD).map(([id, process]) => property(id, id, process, false)),
    ...custom.map((name) => property(`custom.${name}`, SAME_PLACE[name] ?? name, identityOverrideProcessor, true)),
  ]);
  registries.set(panelType, registry);
  return registry;
}

function property(id: string, path: string, process: Process, isCustom: boolean): FieldConfigPropertyItem {
  return {
    id,
    path,
    name: id,
    isCustom,
    process,
    settings: { expandTemplateVars: EXPANDED.has(id) },
    shouldApply: () => true,
    editor: () => null,
    override: () => null,
  };
}
