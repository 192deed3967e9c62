/** Name of an objective's page in the folder of runbooks. */
export function runbookFile(objectiveId: string): string {
  return `${objectiveId.replaceAll('/', '_')}.md`;
}

/** The page for alerts about the measuring itself. */
export const MEASURING_RUNBOOK = 'measuring.md';
