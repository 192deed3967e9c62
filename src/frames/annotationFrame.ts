import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import type { Objective } from '../catalogue/objective';
import type { Answer } from './answer';
import { frameMeta } from './frameMeta';
import { ANNOTATION_FIELDS } from './fieldNames';

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

/** Regions, the oldest first. It declares no kind of the data-plane contract, which knows no regions. */
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
  return createDataFrame({
    refId,
    name,
    meta: frameMeta({ preferred: 'table' }, answers),
    fields: [
      field('time', FieldType.time, ({ fromMs }) => fromMs),
      field('timeEnd', FieldType.time, ({ toMs }) => toMs),
      field('title', FieldType.string, ({ title }) => title),
      field('text', FieldType.string, ({ text }) => text),
      field('tags', FieldType.other, ({ tags }) => tags),
      field('id', FieldType.string, ({ id }) => id),
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
