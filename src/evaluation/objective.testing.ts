import { DAY_MS } from '../budget/durations';
import type { Objective } from '../catalogue/objective';

/** A valid objective of the Demo source, changed where a test needs it. */
export function objectiveOf(overrides: Partial<Objective> = {}): Objective {
  const id = overrides.id ?? 'api-requests';
  return {
    id,
    displayName: `Objective ${id}`,
    description: '',
    category: { id: 'public', displayName: 'Public Applications', description: '' },
    target: 0.99,
    budgeting: { method: 'Occurrences' },
    window: { type: 'rolling', durationMs: 30 * DAY_MS },
    indicator: {
      source: 'Demo',
      measure: { shape: 'raw', raw: { eventsPerHour: 60, errorRatio: 0 }, rawType: 'success' },
    },
    policy: { noData: 'unknown', exclusions: [], severity: 'ticket', timeBased: false },
    labels: {},
    ...overrides,
  };
}
