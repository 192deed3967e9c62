import type { DataFrame } from '@grafana/data';
import type { Exclusion, Objective } from '../catalogue/objective';
import { ANNOTATION_FIELDS, annotationFrame, tagsOf, type Region } from '../frames/annotationFrame';
import { defineQuery } from './defineQuery';

export interface MaintenanceAnswer {
  objectives: Objective[];
  fromMs: number;
  toMs: number;
}

export const maintenanceQuery = defineQuery<MaintenanceAnswer>({
  label: 'Planned maintenance',
  help: 'One row per declared exclusion, with its reason. Also as annotations.',
  options: [],
  fields: ANNOTATION_FIELDS,
  inWords: ({ whose }) => `Planned maintenance of ${whose}, as a table or annotations of the time range.`,
  evaluate: async ({ objectives, fromMs, toMs }, show) => show({ objectives, fromMs, toMs }),
  frames: (refId, { objectives, ...range }) => [maintenanceFrame(refId, objectives, range)],
});

interface Maintenance extends Exclusion {
  objectives: Objective[];
}

/**
 * One region per planned maintenance that overlaps the range (epoch milliseconds, end exclusive), as annotations; one that
 * several objectives declare alike is one region.
 */
export function maintenanceFrame(
  refId: string,
  objectives: readonly Objective[],
  range: { fromMs: number; toMs: number }
): DataFrame {
  const regions = declaredOnce(objectives).filter(({ fromMs, toMs }) => fromMs < range.toMs && toMs > range.fromMs);
  return annotationFrame({ refId, name: 'Planned maintenance' }, regions.map(regionOf), []);
}

function declaredOnce(objectives: readonly Objective[]): Maintenance[] {
  const byKey = new Map<string, Maintenance>();
  for (const objective of objectives) {
    for (const exclusion of objective.policy.exclusions) {
      const key = keyOf(exclusion);
      const known = byKey.get(key);
      byKey.set(key, { ...exclusion, objectives: [...(known?.objectives ?? []), objective] });
    }
  }
  return [...byKey.values()];
}

function regionOf({ objectives, ...exclusion }: Maintenance): Region {
  const { fromMs, toMs, reason } = exclusion;
  const names = objectives.map(({ displayName }) => displayName).join(', ');
  return {
    fromMs,
    toMs,
    title: `Planned maintenance: ${reason}`,
    text: `Not counted in: ${names}.`,
    tags: tagsOf('maintenance', objectives),
    id: `maintenance ${keyOf(exclusion)}`,
  };
}

function keyOf({ fromMs, toMs, reason }: Exclusion): string {
  return `${fromMs} ${toMs} ${reason}`;
}
