import { DAY_MS } from '../../budget/durations';
import type { Objective, TrinoSpec } from '../../catalogue/objective';

/** A Trino objective on the listener's table, changed where a test needs it. */
export function trinoObjective(spec: Partial<TrinoSpec> = {}): Objective {
  return {
    id: 'queries',
    displayName: 'Queries',
    description: '',
    category: { id: 'trino', displayName: 'Trino', description: '' },
    target: 0.9,
    budgeting: { method: 'Occurrences' },
    window: { type: 'rolling', durationMs: 30 * DAY_MS },
    indicator: { source: 'Trino', measure: { shape: 'raw', rawType: 'success', raw: trinoSpecOf(spec) } },
    policy: { noData: 'unknown', exclusions: [], severity: 'ticket', timeBased: false },
    labels: {},
  };
}

export function trinoSpecOf(overrides: Partial<TrinoSpec> = {}): TrinoSpec {
  return {
    measure: 'queries',
    userErrors: 'excluded',
    alsoBad: [],
    ignore: [],
    users: { include: [], exclude: [] },
    sources: { include: [], exclude: [] },
    resourceGroups: { include: [], exclude: [] },
    history: { kind: 'mysqlListener', table: 'mysql.events.trino_queries' },
    longestRunMs: DAY_MS,
    ...overrides,
  };
}
