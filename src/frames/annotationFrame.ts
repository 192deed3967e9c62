import type { FieldType, DataFrame } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import type { Answer } from './answer';
import { frameMeta } from './frameMeta';
import { FIELD_TYPES, frameOf } from './grafana';

/** Names that Grafana's standard annotation support looks for. */
export const ANNOTATION_FIELDS = {
  time: 'time',
  timeEnd: 'timeEnd',
  title: 'title',
  text: 'text',
  tags: 'tags',
  id: 'id',
} as const;

/** A region on every chart of a dashboard. Epoch milliseconds. */
export interface Region {
  fromMs: number;
  toMs: number;
  title: string;
  text: string;
  tags: string[];
  /** The same whenever the same region is asked for. */
  id: string;
}

/** Regions, the oldest first. It declares no kind of the data-plane contract, which has no regions. */
export function annotationFrame(
  { refId, name }: { refId: string; name: string },
  regions: readonly Region[],
  answers: readonly Answer[]
): DataFrame {
  const rows = [...regions].sort((a, b) => a.fromMs - b.fromMs);
  const field = <T>(key: keyof typeof ANNOTATION_FIELDS, type: FieldType, read: (region: Region) => T) => ({
    name: ANNOTATION_FIELDS[key],
    type,
    config: {},
    values: rows.map(read),
  });
  return frameOf({
    refId,
    name,
    meta: frameMeta({ preferred: 'table' }, answers),
    fields: [
      field('time', FIELD_TYPES.time, ({ fromMs }) => fromMs),
      field('timeEnd', FIELD_TYPES.time, ({ toMs }) => toMs),
      field('title', FIELD_TYPES.string, ({ title }) => title),
      field('text', FIELD_TYPES.string, ({ text }) => text),
      field('tags', FIELD_TYPES.other, ({ tags }) => tags),
      field('id', FIELD_TYPES.string, ({ id }) => id),
    ],
  });
}

/** Tags by which a dashboard filters: ids of the objectives, their categories and applications, each once. */
export function tagsOf(kind: string, objectives: readonly Objective[]): string[] {
  const ids = objectives.flatMap(({ id, category, application }) => [
    category.id,
    ...(application === undefined ? [] : [application.id]),
    id,
  ]);
  return [...new Set([kind, ...ids])];
}
