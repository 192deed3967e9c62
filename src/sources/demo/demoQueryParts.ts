import type { DemoPart } from './demoParts';

/** What failed queries divide into, by dimension; each dimension holds all of them. */
export const DEMO_QUERY_PARTS: Record<string, Array<Omit<DemoPart, 'ofTotal'>>> = {
  'Error type': [
    { name: 'INTERNAL_ERROR', ofBad: 0.57, hoursAgo: 1 },
    { name: 'INSUFFICIENT_RESOURCES', ofBad: 0.36, hoursAgo: 5 },
    { name: 'EXTERNAL', ofBad: 0.07, hoursAgo: 26 },
  ],
  'Error code': [
    { name: 'REMOTE_TASK_ERROR', ofBad: 0.42, hoursAgo: 1, message: 'Expected response code 200, but was 500' },
    {
      name: 'CLUSTER_OUT_OF_MEMORY',
      ofBad: 0.33,
      hoursAgo: 5,
      message: 'Query killed because the cluster is out of memory. Please try again in a few minutes.',
    },
    {
      name: 'GENERIC_INTERNAL_ERROR',
      ofBad: 0.15,
      hoursAgo: 9,
      message: 'Index 14 out of bounds for length 14',
    },
    {
      name: 'ICEBERG_FILESYSTEM_ERROR',
      ofBad: 0.07,
      hoursAgo: 26,
      message: 'Failed to read the metadata of a table',
    },
    {
      name: 'EXCEEDED_TIME_LIMIT',
      ofBad: 0.03,
      hoursAgo: 51,
      message: 'Query exceeded the maximum run time limit of 10.00m',
    },
  ],
  User: [
    { name: 'hex', ofBad: 0.48, hoursAgo: 1 },
    { name: 'api', ofBad: 0.31, hoursAgo: 5 },
    { name: 'dbt', ofBad: 0.21, hoursAgo: 9 },
  ],
  Source: [
    { name: 'trino-python-client', ofBad: 0.62, hoursAgo: 1 },
    { name: 'trino-js-client', ofBad: 0.31, hoursAgo: 5 },
    { name: '(none)', ofBad: 0.07, hoursAgo: 30 },
  ],
  'Resource group': [
    { name: 'global.public', ofBad: 0.79, hoursAgo: 1 },
    { name: 'global.pipelines', ofBad: 0.21, hoursAgo: 9 },
  ],
};
