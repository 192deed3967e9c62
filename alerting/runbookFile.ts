/** Name of an objective's page below docs/runbooks/. */
export function runbookFile(objectiveId: string): string {
  return `${objectiveId.replaceAll('/', '-')}.md`;
}

/** The page for alerts about the measuring itself. */
export const MEASURING_RUNBOOK = 'measuring.md';
