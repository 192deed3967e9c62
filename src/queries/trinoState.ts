import type { DataFrame } from '@grafana/data';
import type { UpstreamStateRow } from '../evaluation/results';
import type { UpstreamState } from '../sources/contract';
import { idField, numberField, textField } from '../frames/fields';
import { frameMeta } from '../frames/frameMeta';
import { UPSTREAM_STATE_WORDS } from '../frames/stateWords';
import { counts, SECONDS } from '../frames/units';
import { oneOfEachTrino, pendingState } from '../evaluation/evaluateState';
import { defineQuery, evaluateEach } from './defineQuery';
import { frameOf } from '../frames/grafana';

/** Names of the `trinoState` frame's fields, which dashboards build on. */
export const TRINO_STATE_FIELDS = {
  state: 'State',
  detail: 'Detail',
  version: 'Version',
  environment: 'Environment',
  uptime: 'Uptime',
  activeNodes: 'Active nodes',
  running: 'Running',
  queued: 'Queued',
  link: 'Link',
  objectiveId: 'Objective id',
} as const;

export const trinoStateQuery = defineQuery<UpstreamStateRow[]>({
  label: 'Trino state',
  help: 'One row per Trino as it is now: state, version, uptime, active nodes, running and queued queries.',
  options: [],
  fields: TRINO_STATE_FIELDS,
  inWords: ({ whose }) => `State of the Trino behind ${whose}, as a table of now.`,
  evaluate: async (run, show, signal) => {
    await evaluateEach(
      oneOfEachTrino(run.objectives),
      pendingState,
      (one) => run.evaluate('state', one, { nowMs: run.nowMs }, signal),
      show
    );
  },
  frames: (refId, found) => [trinoStateFrame(refId, found)],
});

/** One row per Trino, as it is now. It declares no kind of the data-plane contract, because it mixes texts and numbers. */
export function trinoStateFrame(refId: string, found: readonly UpstreamStateRow[]): DataFrame {
  const number = (name: string, description: string, value: (state: UpstreamState) => number | null) =>
    numberField(
      name,
      counts,
      description,
      found.map(({ state }) => state && value(state))
    );
  const text = (name: string, description: string, value: (state: UpstreamState) => string | null) =>
    textField(
      name,
      description,
      found.map(({ state }) => state && value(state))
    );
  return frameOf({
    refId,
    name: 'Trino state',
    meta: frameMeta({ preferred: 'table' }, found),
    fields: [
      textField(
        TRINO_STATE_FIELDS.state,
        `State that it reports: ${Object.values(UPSTREAM_STATE_WORDS).join(', ')}.`,
        found.map(stateInWords)
      ),
      text(TRINO_STATE_FIELDS.detail, 'Why, where it is not active.', ({ detail }) => detail ?? null),
      text(TRINO_STATE_FIELDS.version, 'Version of the coordinator.', ({ version }) => version),
      text(TRINO_STATE_FIELDS.environment, 'Name of its environment.', ({ environment }) => environment),
      numberField(
        TRINO_STATE_FIELDS.uptime,
        SECONDS,
        'Since the coordinator started.',
        found.map(({ state }) => (state?.uptimeMs == null ? null : state.uptimeMs / 1000))
      ),
      number(
        TRINO_STATE_FIELDS.activeNodes,
        'Nodes that take work, the coordinator included.',
        ({ activeNodes }) => activeNodes
      ),
      number(
        TRINO_STATE_FIELDS.running,
        'Running queries, without the plugin’s own.',
        ({ runningQueries }) => runningQueries
      ),
      number(
        TRINO_STATE_FIELDS.queued,
        'Queued queries, without the plugin’s own.',
        ({ queuedQueries }) => queuedQueries
      ),
      idField(
        TRINO_STATE_FIELDS.link,
        'Its own interface, for links.',
        found.map(({ state }) => state?.url ?? null)
      ),
      idField(
        TRINO_STATE_FIELDS.objectiveId,
        'Id of the objective through which it was asked.',
        found.map(({ objective }) => objective.id)
      ),
    ],
  });
}

function stateInWords({ state, error }: UpstreamStateRow): string {
  return UPSTREAM_STATE_WORDS[error ? 'failed' : (state?.state ?? 'loading')];
}
