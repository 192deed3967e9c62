/** The page for alerts about the measuring itself. */
export const MEASURING_RUNBOOK = 'measuring.md';

/** Name of an objective's page in the folder of runbooks; no objective takes that of the measuring. */
export function runbookFile(objectiveId: string): string {
  const file = `${objectiveId.replaceAll('/', '_')}.md`;
  return file === MEASURING_RUNBOOK ? '_measuring.md' : file;
}
