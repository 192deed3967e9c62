import { createTheme, toDataFrame, type DataFrame, type FieldDTO } from '@grafana/data';
import type { PanelJson } from '../contract';

export const theme = createTheme();

/** A panel that says nothing but its type and what a test is about. */
export function panelOf(parts: Partial<PanelJson> & Pick<PanelJson, 'type'>): PanelJson {
  return {
    id: 7,
    title: 'X',
    gridPos: { x: 0, y: 0, w: 12, h: 8 },
    options: {},
    fieldConfig: { defaults: {}, overrides: [] },
    transformations: [],
    links: [],
    targets: [],
    ...parts,
  };
}

export function frameOf(...fields: FieldDTO[]): DataFrame {
  return toDataFrame({ refId: 'A', fields });
}

/** Dashboard variables as a page without any: every expression stays as it is. */
export function noVariables(text: string): string {
  return text;
}
