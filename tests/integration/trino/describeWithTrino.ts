/**
 * `describe` for suites that need a real Trino. Only SKIP_TRINO=1 leaves them out, and that is printed; a suite that
 * cannot get its server fails.
 */
export function describeWithTrino(name: string, suite: () => void): void {
  if (process.env.SKIP_TRINO === '1') {
    process.stderr.write(`SKIP_TRINO=1: skipped "${name}"\n`);
    describe.skip(name, suite);
  } else {
    describe(name, suite);
  }
}
