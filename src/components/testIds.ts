/** `data-testid` of what has no role or label of its own. Browser tests import this file, so it may hold nothing else. */
export const testIds = {
  configEditor: {
    catalogueEditor: 'error-budget catalogue editor',
    objectivesFound: 'error-budget objectives found',
    refused: 'error-budget settings refused',
    trial: (objectiveId: string) => `error-budget trial of ${objectiveId}`,
  },
  queryEditor: {
    words: 'error-budget query in words',
  },
} as const;
