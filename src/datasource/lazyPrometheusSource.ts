import type { Source } from '../sources/contract';
import type { PrometheusOptions } from '../sources/prometheus/prometheusSource';
import { loadOnce } from './loadOnce';

/** The Prometheus source, a chunk of its own: a data source on demo data never loads it. */
export function lazyPrometheusSource(options: PrometheusOptions): Source {
  const source = loadOnce(async () => {
    const { PrometheusSource } = await import('../sources/prometheus/prometheusSource');
    return new PrometheusSource(options);
  });
  return {
    type: 'Prometheus',
    readCounts: async (request, signal) => (await source()).readCounts(request, signal),
    readContributors: async (request, signal) => (await source()).readContributors(request, signal),
    readEvidence: async (request, signal) => (await source()).readEvidence(request, signal),
  };
}
