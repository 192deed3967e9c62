import { INCIDENTS, isUnderWay } from './incidents.mjs';
import { graphqlErrors, reconciliations, requestsByCode, TRAFFIC } from './requests.mjs';

/** By application: what its probe asks, and what makes it fail. */
const PROBES = {
  dagster: ['https://dagster.example/server_info', INCIDENTS.dagsterDown],
  'sqlmesh-pipeline': ['https://dagster.example/graphql', INCIDENTS.dagsterDown, INCIDENTS.sqlmeshLocationBroken],
  api: ['https://www.example/graphql', INCIDENTS.apiDown],
  frontend: ['https://www.example/', INCIDENTS.frontendDown],
  documentation: ['https://docs.example/', INCIDENTS.documentationDown],
  'consumer-trino': ['https://www.example/api/v1/sql', INCIDENTS.trinoDown, INCIDENTS.trinoRestarts],
};

const NODES = ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'];

const FLUX_DEPLOYMENTS = ['source-controller', 'kustomize-controller', 'helm-controller', 'notification-controller'];

const FLUX_CONTROLLERS = {
  gitrepository: { perMinute: 1 },
  kustomization: { perMinute: 0.7, stalled: INCIDENTS.kustomizationStalled },
  helmrelease: { perMinute: 0.4 },
};

/** Its scrape fails while it is down: Prometheus writes `up` itself. */
export const API_SERVER = { job: 'apiserver', instance: 'kubernetes.example:443' };

/** Whether the API server answers `sinceEpochMs` milliseconds after the demo was first started. */
export function apiServerAnswers(sinceEpochMs) {
  return !isUnderWay(INCIDENTS.apiServerDown, sinceEpochMs);
}

/**
 * What the demo's applications expose, with the labels that the shipped catalogue asks for. `valueAt` takes milliseconds
 * since the demo was first started, and depends on nothing else.
 */
export const SERIES = [
  ...Object.entries(PROBES).map(([application, [instance, ...incidents]]) => ({
    metric: 'probe_success',
    type: 'gauge',
    labels: { job: 'blackbox', instance, application },
    valueAt: (sinceEpochMs) => (incidents.some((incident) => isUnderWay(incident, sinceEpochMs)) ? 0 : 1),
  })),
  ...Object.entries(TRAFFIC).flatMap(([application, traffic]) =>
    ['200', '404', '500', '502'].map((code) => ({
      metric: 'http_requests_total',
      type: 'counter',
      labels: { job: 'ingress', instance: 'ingress.example:10254', application, code },
      valueAt: (sinceEpochMs) => Math.floor(requestsByCode(traffic, sinceEpochMs)[code]),
    }))
  ),
  {
    metric: 'graphql_request_errors_total',
    type: 'counter',
    labels: { job: 'api', instance: 'api.example:9090', application: 'api' },
    valueAt: (sinceEpochMs) => Math.floor(graphqlErrors(sinceEpochMs)),
  },
  ...NODES.map((node) => ({
    metric: 'kube_node_status_condition',
    type: 'gauge',
    labels: { ...kubeStateMetrics(), node, condition: 'Ready', status: 'true' },
    valueAt: (sinceEpochMs) => (node === 'node-3' && isUnderWay(INCIDENTS.nodeNotReady, sinceEpochMs) ? 0 : 1),
  })),
  ...FLUX_DEPLOYMENTS.map((deployment) => ({
    metric: 'kube_deployment_status_replicas_available',
    type: 'gauge',
    labels: { ...kubeStateMetrics(), namespace: 'flux-system', deployment },
    valueAt: (sinceEpochMs) =>
      deployment === 'helm-controller' && isUnderWay(INCIDENTS.helmControllerDown, sinceEpochMs) ? 0 : 1,
  })),
  ...Object.entries(FLUX_CONTROLLERS).map(([controller, work]) => ({
    metric: 'controller_runtime_reconcile_total',
    type: 'counter',
    labels: {
      job: 'flux',
      instance: `${controller}.flux.example:8080`,
      namespace: 'flux-system',
      controller,
      result: 'success',
    },
    valueAt: (sinceEpochMs) => Math.floor(reconciliations(work, sinceEpochMs)),
  })),
];

/** Name and labels as both text formats write them. */
export function seriesName({ metric, labels }) {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(',')}}`;
}

function kubeStateMetrics() {
  return { job: 'kube-state-metrics', instance: 'kube-state-metrics.example:8080' };
}
