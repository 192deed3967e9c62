import { objectiveOf } from '../evaluation/objective.testing';
import { executedQueryString } from './executedQueryString';

describe('the executed queries of a frame', () => {
  it('are listed below the name of their objective, each once', () => {
    const answers = [
      { objective: objectiveOf({ id: 'a' }), notices: [], executed: ['up', 'up', 'down'] },
      { objective: objectiveOf({ id: 'silent' }), notices: [], executed: [] },
      { objective: objectiveOf({ id: 'b' }), notices: [], executed: ['up'] },
    ];
    expect(executedQueryString(answers)).toBe('# Objective a (a)\nup\ndown\n\n# Objective b (b)\nup');
  });

  it('are still SQL where they were', () => {
    const measure = {
      shape: 'raw' as const,
      rawType: 'success' as const,
      raw: {
        measure: 'queries' as const,
        userErrors: 'excluded' as const,
        alsoBad: [],
        ignore: [],
        users: { include: [], exclude: [] },
        sources: { include: [], exclude: [] },
        resourceGroups: { include: [], exclude: [] },
        history: { kind: 'runtime' as const },
        longestRunMs: 86_400_000,
      },
    };
    const objective = objectiveOf({ id: 'trino', indicator: { source: 'Trino', measure } });
    expect(executedQueryString([{ objective, notices: [], executed: ['SELECT 1'] }])).toBe(
      '-- Objective trino (trino)\nSELECT 1'
    );
  });
});
