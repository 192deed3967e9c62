import { appendFileSync } from 'node:fs';

/** Notes by how many percentage points a budget is off, for the table of `npm run test:conformance`. */
export function noteFigure(percentagePoints: number): void {
  if (process.env.CONFORMANCE_FIGURES !== undefined) {
    appendFileSync(process.env.CONFORMANCE_FIGURES, `${percentagePoints}\n`);
  }
}
