/**
 * `describe` for suites that need a real Dagster. Only SKIP_DAGSTER=1 leaves them out, and that is printed; a suite that
 * cannot get its server fails.
 */
export function describeWithDagster(name: string, suite: () => void): void {
  if (process.env.SKIP_DAGSTER === '1') {
    process.stderr.write(`SKIP_DAGSTER=1: skipped "${name}"\n`);
    describe.skip(name, suite);
  } else {
    describe(name, suite);
  }
}
