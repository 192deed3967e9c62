import { instantInWords } from '../budget/inWords';
import type { DataFrame } from '@grafana/data';
import type { BreachInterval } from '../budget/breaches';
import type { Objective } from '../catalogue/objective';
import type { ObjectiveBreaches } from '../evaluation/results';
import { annotationFrame, tagsOf, type Region } from './annotationFrame';
import { targetInWords } from './targetInWords';
import { explainNoPast } from './whatIsMissing';
import { windowInWords } from './windowInWords';

/**
 * One region a breach, as annotations.
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
