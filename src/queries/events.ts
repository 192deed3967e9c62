import type { DataFrame } from '@grafana/data';
import { durationInWords } from '../budget/inWords';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { seriesFrame, TIME_FIELD } from '../frames/seriesFrame';
import { ROUND_COUNT } from '../frames/units';
import { defineQuery, evaluateOverTime, type SeriesAnswer } from './defineQuery';

/** Names of the `events` frame's fields beside the time. */
const EVENTS_FIELDS = { good: 'Good', bad: 'Bad' } as const;

export const eventsQuery = defineQuery<SeriesAnswer>({
  label: 'Events',
  help: 'Good and bad events of each bucket: the counts from which everything else follows.',
  options: [],
  fields: { time: TIME_FIELD, ...EVENTS_FIELDS },
  inWords: ({ whose }) => `Good and bad events of ${whose}, bucket by bucket, as time series.`,
  evaluate: evaluateOverTime,
  frames: (refId, { instants, series }) => [eventsFrame(refId, instants, series)],
});

/** Events of the bucket that ends at each instant, a field of good and one of bad events an objective. */
export function eventsFrame(refId: string, instants: Instants, series: readonly ObjectiveSeries[]): DataFrame {
  const bucket = `in the ${durationInWords(instants.stepMs)} before each instant`;
  return seriesFrame({ refId, name: 'Events', instants }, series, ({ good, bad }) => [
    {
      name: EVENTS_FIELDS.good,
      variant: 'good',
      config: { ...ROUND_COUNT, description: `Good events ${bucket}.` },
      values: good,
    },
    {
      name: EVENTS_FIELDS.bad,
      variant: 'bad',
      config: { ...ROUND_COUNT, description: `Bad events ${bucket}.` },
      values: bad,
    },
  ]);
}
