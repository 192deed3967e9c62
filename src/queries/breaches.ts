import { instantInWords } from '../budget/inWords';
import type { DataFrame } from '@grafana/data';
import type { BreachInterval } from '../budget/breaches';
import type { Objective } from '../catalogue/objective';
import type { ObjectiveBreaches } from '../evaluation/results';
import { ANNOTATION_FIELDS, annotationFrame, tagsOf, type Region } from '../frames/annotationFrame';
import { explainNoPast } from '../frames/whatIsMissing';
import { defineQuery } from './defineQuery';
import { targetInWords, windowInWords } from '../catalogue/objectiveInWords';

export interface BreachesAnswer {
  found: ObjectiveBreaches[];
  /** Up to where open breaches are drawn, epoch milliseconds. */
  rangeEndMs: number;
}

export const breachesQuery = defineQuery<BreachesAnswer>({
  label: 'Breaches',
  help: 'One row per breach of an objective, with its beginning and its end. Also as annotations.',
  options: ['window'],
  fields: ANNOTATION_FIELDS,
  inWords: ({ whose, over }) => `Breaches of ${whose} ${over}, as a table or annotations of the time range.`,
  evaluate: async ({ objectives, evaluate, fromMs, toMs, nowMs }, show, signal) => {
    const range = { fromMs, toMs, nowMs };
    const found = await Promise.all(objectives.map((one) => evaluate('breaches', one, range, signal)));
    show({ found, rangeEndMs: toMs });
  },
  frames: (refId, { found, rangeEndMs }) => [breachesFrame(refId, found, rangeEndMs)],
});

/**
 * One region per breach, as annotations.
 *
 * @param rangeEndMs end of the dashboard's range in epoch milliseconds, up to which open breaches are drawn.
 */
export function breachesFrame(refId: string, breaches: readonly ObjectiveBreaches[], rangeEndMs: number): DataFrame {
  return annotationFrame(
    { refId, name: 'Breaches' },
    breaches.flatMap((one) => one.breaches.map((breach) => regionOf(breach, one.objective, rangeEndMs))),
    breaches.map(explainNoPast)
  );
}

function regionOf({ fromMs, toMs, startedBefore }: BreachInterval, objective: Objective, rangeEndMs: number): Region {
  const { id, displayName, target, window } = objective;
  const remarks = [
    `Below its target of ${targetInWords(target)} over ${windowInWords(window)}`,
    ...(startedBefore ? [`since before ${instantInWords(fromMs)}`] : []),
    ...(toMs === null ? ['not over yet'] : []),
  ];
  return {
    fromMs,
    toMs: toMs ?? rangeEndMs,
    title: `Breach: ${displayName}`,
    text: `${remarks.join('; ')}.`,
    tags: tagsOf('breach', [objective]),
    id: `breach ${id} ${fromMs}`,
  };
}
