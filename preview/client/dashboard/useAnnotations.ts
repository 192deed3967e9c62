import { useMemo } from 'react';
import type { AnnotationJson } from './dashboardJson';
import type { Scene } from './scene';
import { useQueries } from './useQueries';

const NO_PANEL = 0;

/** The regions of all layers that are switched on, asked for once for the whole dashboard. */
export function useAnnotations(
  layers: readonly AnnotationJson[],
  scene: Pick<Scene, 'uid' | 'range' | 'timeZone' | 'query' | 'replaceVariables'>
): Scene['annotations'] {
  const targets = useMemo(() => layers.map(({ target }, index) => ({ ...target, refId: refIdOf(index) })), [layers]);
  const { frames } = useQueries({ id: NO_PANEL, targets }, scene, layers.length > 0);
  return useMemo(
    () =>
      layers.flatMap((json, index) => {
        const frame = frames.find(({ refId }) => refId === refIdOf(index));
        return frame ? [{ json, layer: { name: json.name, color: json.iconColor, frame } }] : [];
      }),
    [layers, frames]
  );
}

function refIdOf(index: number): string {
  return `Annotation ${index}`;
}

/** Whether a layer is to be shown in a panel: its filter names the panels, or those that it leaves out. */
export function showsIn({ filter }: AnnotationJson, panelId: number): boolean {
  return !filter || filter.ids.length === 0 || filter.ids.includes(panelId) !== filter.exclude;
}
