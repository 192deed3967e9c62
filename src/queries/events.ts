import type { DataFrame } from '@grafana/data';
import { durationInWords } from '../budget/inWords';
import type { Instants, ObjectiveSeries } from '../evaluation/results';
import { seriesFrame, TIME_FIELD } from '../frames/seriesFrame';
import { addedUp } from '../frames/thinning';
import { ROUND_COUNT } from '../frames/units';
import { defineQuery, evaluateBuckets, type SeriesAnswer } from './defineQuery';

/** Names of the `events` frame's fields beside the time. */
const EVENTS_FIELDS = { good: 'Good', bad: 'Bad' } as const;

export const eventsQuery = defineQuery<SeriesAnswer<'good' | 'bad'>>({
  label: 'Events',
  help: 'Good and bad events of each bucket: the counts from which everything else follows.',
  options: [],
  fields: { time: TIME_FIELD, ...EVENTS_FIELDS },
  inWords: ({ whose }) => `Good and bad events of ${whose}, bucket by bucket, as time series.`,
  evaluate: evaluateBuckets,
  frames: (refId, { instants, series, mostPoints }) => [eventsFrame(refId, instants, series, mostPoints)],
});

/** Events of the buckets that end at each instant and after the one before, a field of good and one of bad ones per objective. */
export function eventsFrame(
  refId: string,
  instants: Instants,
  series: ReadonlyArray<ObjectiveSeries<'good' | 'bad'>>,
  mostPoints = Infinity
): DataFrame {
  const bars = addedUp(instants, series, mostPoints);
  const bucket = `in the ${durationInWords(bars.instants.stepMs)} before each instant`;
  return seriesFrame({ refId, name: 'Events', instants: bars.instants }, bars.series, ({ good, bad }) => [
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
